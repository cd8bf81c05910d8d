package io.hikyaku.examples;

import static io.hikyaku.api.mapreduce.Serializers.INTEGER;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Ranks pages by their links until no rank moves any more (Brin and Page, 1998). */
public final class PageRank {

  private static final double DAMPING = 0.85;
  private static final double STILL = 1e-6;
  private static final int MAX_ROUNDS = 100;

  private static final TypedGroup<Integer, Page> PAGES =
      TypedGroup.of("pages", INTEGER, new PageSerializer());
  private static final TypedGroup<Integer, Page> SHARES =
      TypedGroup.of("shares", INTEGER, new PageSerializer());
  private static final TypedGroup<Integer, Page> RANKS =
      TypedGroup.of("ranks", INTEGER, new PageSerializer());

  private PageRank() {}

  /**
   * A page, or with no links a share of rank that a page gives to another.
   *
   * @param links null for a share
   */
  record Page(double rank, int[] links) {}

  /** {@code rank:double isPage:byte} and the links. */
  public static final class PageSerializer implements Serializer<Page> {
    @Override
    public byte[] toBytes(Page page) {
      int links = page.links() == null ? 0 : page.links().length;
      ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES + 1 + links * Integer.BYTES);
      buffer.putDouble(page.rank()).put((byte) (page.links() == null ? 0 : 1));
      for (int i = 0; i < links; i++) {
        buffer.putInt(page.links()[i]);
      }
      return buffer.array();
    }

    @Override
    public Page fromBytes(ByteBuffer bytes) {
      double rank = bytes.getDouble();
      if (bytes.get() == 0) {
        return new Page(rank, null);
      }
      int[] links = new int[bytes.remaining() / Integer.BYTES];
      bytes.asIntBuffer().get(links);
      return new Page(rank, links);
    }
  }

  /** Gives each linked page its share, and the links to the page itself. */
  public static final class Give implements Mapper<Integer, Page, Integer, Page> {
    @Override
    public void map(Integer number, Page page, Context<Integer, Page> context) {
      context.write(number, page);
      for (int link : page.links()) {
        context.write(link, new Page(page.rank() / page.links().length, null));
      }
    }
  }

  /** Adds up what a page was given. */
  public static final class Take implements Reducer<Integer, Page, Integer, Page> {
    @Override
    public void reduce(Integer number, Iterator<Page> all, Context<Integer, Page> context) {
      Page before = null;
      double given = 0;
      while (all.hasNext()) {
        Page one = all.next();
        if (one.links() == null) {
          given += one.rank();
        } else {
          before = one;
        }
      }
      if (before == null) {
        throw new IllegalStateException("page " + number + " is linked and not there");
      }
      double rank = 1 - DAMPING + DAMPING * given;
      context.count("moved", Math.abs(rank - before.rank()) > STILL ? 1 : 0);
      context.write(number, new Page(rank, before.links()));
    }
  }

  /** The job: one round is a map and a reduce. */
  public static Job job() {
    return Job.builder("pagerank")
        .stage(Stage.map(Give.class, PAGES, SHARES))
        .stage(Stage.reduce(Take.class, SHARES, RANKS))
        .temporary(SHARES)
        .repeat(PAGES, RANKS, MAX_ROUNDS, "moved", 0)
        .build();
  }

  /** Pages with random links, the same at every call. */
  static Map<Integer, Page> pages(int count) {
    Random random = new Random(42);
    Map<Integer, Page> pages = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      // low numbers are linked more often
      int[] links = random.ints(1 + random.nextInt(8), 0, 1 + random.nextInt(count)).toArray();
      pages.put(i, new Page(1, links));
    }
    return pages;
  }

  /** Runs it and checks each rank against a plain computation. */
  static String run(ExampleNode node, int count) {
    Map<Integer, Page> pages = pages(count);
    node.write(PAGES, pages);
    JobStatus status = node.run(job());
    int rounds = status.round() + 1;
    double[] expected = plain(pages, rounds);
    int[] seen = new int[1];
    node.jobs()
        .groups()
        .forEach(
            RANKS,
            (number, page) -> {
              Check.near("rank of " + number, page.rank(), expected[number], 1e-9);
              seen[0]++;
            });
    Check.equal("pages", seen[0], count);
    return "%d pages, still after %d rounds".formatted(count, rounds);
  }

  private static double[] plain(Map<Integer, Page> pages, int rounds) {
    double[] rank = new double[pages.size()];
    Arrays.fill(rank, 1);
    for (int round = 0; round < rounds; round++) {
      double[] given = new double[rank.length];
      for (Map.Entry<Integer, Page> page : pages.entrySet()) {
        int[] links = page.getValue().links();
        for (int link : links) {
          given[link] += rank[page.getKey()] / links.length;
        }
      }
      for (int i = 0; i < rank.length; i++) {
        rank[i] = 1 - DAMPING + DAMPING * given[i];
      }
    }
    return rank;
  }
}
