package io.hikyaku.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupStatus;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A continuous job over numbers, and what its windows gave. */
final class Streams {

  static final TypedGroup<String, Long> READ = TypedGroup.of("read", STRING, LONG);
  static final TypedGroup<String, Long> SUMS = TypedGroup.of("sums", STRING, LONG);

  private Streams() {}

  /** A number: one message more, and the sum; a bad one is refused. */
  public static class Numbers implements Mapper<String, ReceivedMessage, String, Long> {
    @Override
    public void map(String key, ReceivedMessage message, Context<String, Long> context)
        throws Exception {
      context.write("messages", 1L);
      context.count("mapped", 1);
      context.write("sum", Long.parseLong(message.text()));
    }
  }

  /** The same, taking its time; says as well to which second a message belongs. */
  public static final class SlowNumbers extends Numbers {
    @Override
    public void map(String key, ReceivedMessage message, Context<String, Long> context)
        throws Exception {
      TimeUnit.MILLISECONDS.sleep(1);
      super.map(key, message, context);
      context.write("second " + message.enqueuedAt().getEpochSecond() * 1000, 1L);
    }
  }

  static Job job(
      Class<? extends Mapper<String, ReceivedMessage, String, Long>> mapper,
      Window window,
      int readers) {
    return Job.builder("numbers")
        .source(
            QueueSource.of("numbers", mapper, READ, window)
                .combine(Tasks.Sum.class)
                .readers(readers))
        .stage(Stage.reduce(Tasks.Sum.class, READ, SUMS))
        .build();
  }

  static void createQueue(QueueStore store) {
    store.management().createGroup("numbers", GroupSettings.spread().withDeliveryLimit(3));
  }

  static void send(QueueStore store, long from, long to) {
    for (long at = from; at < to; at += 50) {
      UnitOfWork unit = store.begin();
      for (long number = at; number < Math.min(to, at + 50); number++) {
        unit.send("numbers", Message.of(Long.toString(number)));
      }
      unit.commit().toCompletableFuture().join();
    }
  }

  /** What the windows gave that are done, by their beginning. */
  static Map<Long, Map<String, Long>> windows(JobEngine jobs) {
    Map<Long, Map<String, Long>> windows = new TreeMap<>();
    for (TupleGroupStatus group : jobs.groups().list()) {
      if (group.name().startsWith("sums/")) {
        Map<String, Long> sums = new HashMap<>();
        jobs.groups()
            .forEach(new TypedGroup<>(group.name(), STRING, LONG, group.settings()), sums::put);
        windows.put(Long.parseLong(group.name().substring("sums/".length())), sums);
      }
    }
    return windows;
  }

  static long total(JobEngine jobs, String key) {
    return windows(jobs).values().stream().mapToLong(w -> w.getOrDefault(key, 0L)).sum();
  }
}
