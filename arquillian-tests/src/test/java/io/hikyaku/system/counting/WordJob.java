package io.hikyaku.system.counting;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.system.shop.Sum;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts words, in more steps than are run at the same time. */
final class WordJob {

  private static final int LINES = 10_000;
  private static final TypedGroup<Long, String> TEXT =
      TypedGroup.of("text", LONG, STRING).with(new TupleGroupSettings(24, 2));

  private WordJob() {}

  /** A line to its words. */
  public static final class Words implements Mapper<Long, String, String, Long> {
    @Override
    public void setUp(Context<?, ?> context) throws Exception {
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(context.configuration().get("pause")));
    }

    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      for (String word : line.split(" ", -1)) {
        context.write(word, 1L);
      }
    }
  }

  static String start(Jobs jobs, String run, int pauseMillis) {
    if (jobs.groups().find(TEXT.name()).isEmpty()) {
      jobs.groups().create(TEXT);
      try (TupleWriter<Long, String> writer = jobs.groups().write(TEXT)) {
        TupleWriter.Lane<Long, String> lane = writer.lane();
        for (long i = 0; i < LINES; i++) {
          lane.write(i, "all w" + i % 7 + " x" + i % 1000);
        }
        writer.commit();
      }
    }
    TypedGroup<String, Long> ones = TypedGroup.of("ones-" + run, STRING, LONG);
    return jobs.submit(
        Job.builder("words")
            .stage(Stage.map(Words.class, TEXT, ones))
            .stage(Stage.reduce(Sum.class, ones, counts(run)))
            .temporary(ones)
            .configure("pause", pauseMillis)
            .build());
  }

  private static TypedGroup<String, Long> counts(String run) {
    return TypedGroup.of("counts-" + run, STRING, LONG);
  }

  static Map<String, Long> result(Jobs jobs, String run) {
    Map<String, Long> result = new TreeMap<>();
    jobs.groups().forEach(counts(run), (word, count) -> result.merge(word, count, Long::sum));
    return result;
  }
}
