package io.hikyaku.system.counting;

import static io.hikyaku.api.mapreduce.Serializers.INTEGER;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * PageRank until no rank moves, in whole numbers: so its result does not depend on the order in
 * which shares are added up, and two runs can be compared to the last digit.
 */
final class RankJob {

  private static final int PAGES = 200;
  private static final long ONE = 1_000_000_000;

  /** Ranks move by less than a billionth part then. */
  private static final int MAX_ROUNDS = 100;

  private RankJob() {}

  /** A page gives its rank to those that it links. A page is {@code rank link link…}. */
  public static final class Give implements Mapper<Integer, String, Integer, String> {
    @Override
    public void setUp(Context<?, ?> context) throws Exception {
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(context.configuration().get("pause")));
    }

    @Override
    public void map(Integer number, String page, Context<Integer, String> context) {
      String[] parts = page.split(" ", -1);
      context.write(number, page);
      long share = Long.parseLong(parts[0]) / (parts.length - 1);
      for (int i = 1; i < parts.length; i++) {
        context.write(Integer.valueOf(parts[i]), Long.toString(share));
      }
    }
  }

  /** What a page was given is its rank. */
  public static final class Take implements Reducer<Integer, String, Integer, String> {
    @Override
    public void reduce(Integer number, Iterator<String> all, Context<Integer, String> context) {
      String links = "";
      long before = 0;
      long given = 0;
      while (all.hasNext()) {
        String one = all.next();
        int space = one.indexOf(' ');
        if (space < 0) {
          given += Long.parseLong(one);
        } else {
          before = Long.parseLong(one.substring(0, space));
          links = one.substring(space);
        }
      }
      long rank = ONE * 15 / 100 + given * 85 / 100;
      context.count("moved", Math.abs(rank - before) > ONE / 1_000_000 ? 1 : 0);
      context.write(number, rank + links);
    }
  }

  static String start(Jobs jobs, String run, int pauseMillis) {
    TypedGroup<Integer, String> pages = TypedGroup.of("pages-" + run, INTEGER, STRING);
    TypedGroup<Integer, String> shares = TypedGroup.of("shares-" + run, INTEGER, STRING);
    jobs.groups().create(pages);
    Random random = new Random(42);
    try (TupleWriter<Integer, String> writer = jobs.groups().write(pages)) {
      TupleWriter.Lane<Integer, String> lane = writer.lane();
      for (int i = 0; i < PAGES; i++) {
        StringBuilder page = new StringBuilder(Long.toString(ONE));
        random.ints(1 + random.nextInt(8), 0, PAGES).forEach(link -> page.append(' ').append(link));
        lane.write(i, page.toString());
      }
      writer.commit();
    }
    return jobs.submit(
        Job.builder("ranks")
            .stage(Stage.map(Give.class, pages, shares))
            .stage(Stage.reduce(Take.class, shares, ranks(run)))
            .temporary(shares)
            .repeat(pages, ranks(run), MAX_ROUNDS, "moved", 0)
            .configure("pause", pauseMillis)
            .build());
  }

  private static TypedGroup<Integer, String> ranks(String run) {
    return TypedGroup.of("ranks-" + run, INTEGER, STRING);
  }

  static Map<String, Long> result(Jobs jobs, String run) {
    Map<String, Long> result = new TreeMap<>();
    jobs.groups()
        .forEach(
            ranks(run),
            (number, page) -> {
              long rank = Long.parseLong(page.substring(0, page.indexOf(' ')));
              result.merge("page " + number, rank, Long::sum);
            });
    return result;
  }
}
