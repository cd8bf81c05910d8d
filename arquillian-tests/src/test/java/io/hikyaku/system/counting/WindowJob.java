package io.hikyaku.system.counting;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupStatus;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.system.shop.Sum;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts each message of a queue group, in windows of a second. */
final class WindowJob {

  private WindowJob() {}

  /** A message to a count of its text. */
  public static final class Texts implements Mapper<String, ReceivedMessage, String, Long> {
    @Override
    public void map(String key, ReceivedMessage message, Context<String, Long> context)
        throws Exception {
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(context.configuration().get("pause")));
      context.count("mapped", 1);
      context.write(message.text(), 1L);
    }
  }

  static String start(Jobs jobs, String run, String queueGroup, int pauseMillis) {
    TypedGroup<String, Long> seen = TypedGroup.of("seen-" + run, STRING, LONG);
    return jobs.submit(
        Job.builder("windows")
            .source(
                QueueSource.of(
                        queueGroup, Texts.class, seen, Window.tumbling(Duration.ofSeconds(1)))
                    .readers(2))
            .stage(Stage.reduce(Sum.class, seen, sums(run)))
            .configure("pause", pauseMillis)
            .build());
  }

  private static TypedGroup<String, Long> sums(String run) {
    return TypedGroup.of("sums-" + run, STRING, LONG);
  }

  /** Of all windows together, as which message is in which depends on when it was sent. */
  static Map<String, Long> result(Jobs jobs, String run) {
    Map<String, Long> result = new TreeMap<>();
    String prefix = sums(run).name() + "/";
    for (TupleGroupStatus group : jobs.groups().list()) {
      if (group.name().startsWith(prefix)) {
        jobs.groups()
            .forEach(
                new TypedGroup<>(group.name(), STRING, LONG, group.settings()),
                (text, count) -> result.merge(text, count, Long::sum));
      }
    }
    return result;
  }
}
