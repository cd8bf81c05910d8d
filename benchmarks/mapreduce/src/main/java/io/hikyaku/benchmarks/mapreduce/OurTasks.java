package io.hikyaku.benchmarks.mapreduce;

import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Serializer;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** What our jobs run. */
public final class OurTasks {

  private OurTasks() {}

  /** Reads, and writes nothing. */
  public static final class Read implements Mapper<Long, byte[], Long, Long> {
    private long sum;

    @Override
    public void map(Long key, byte[] value, Context<Long, Long> context) {
      sum += Data.check(value);
    }

    @Override
    public void cleanUp(Context<?, ?> context) {
      context.count("sum", sum);
    }
  }

  /** A split to its tuples. */
  public static final class Write implements Mapper<Integer, byte[], Long, byte[]> {
    record Settings(int bytes, int count) {}

    @Override
    public void map(Integer split, byte[] none, Context<Long, byte[]> context) {
      Settings settings = context.configuration(Settings.class);
      Data.Part part = Data.Part.of(split, 2 * Work.PARTS, settings.count());
      long sum = 0;
      for (int i = part.from(); i < part.to(); i++) {
        byte[] value = Data.value(i, settings.bytes());
        sum += Data.check(value);
        context.write(Data.mix(i), value);
      }
      context.count("sum", sum);
    }
  }

  /** A tuple to another key. */
  public static final class Move implements Mapper<Long, byte[], Long, byte[]> {
    @Override
    public void map(Long key, byte[] value, Context<Long, byte[]> context) {
      context.write(Data.mix(key), value);
    }
  }

  /** Goes through all values. */
  public static final class SumValues implements Reducer<Long, byte[], Long, Long> {
    private long sum;

    @Override
    public void reduce(Long key, Iterator<byte[]> values, Context<Long, Long> context) {
      while (values.hasNext()) {
        sum += Data.check(values.next());
      }
    }

    @Override
    public void cleanUp(Context<?, ?> context) {
      context.count("sum", sum);
    }
  }

  /** A line to its words. */
  public static final class Split implements Mapper<Long, String, String, Long> {
    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      Data.words(line, word -> context.write(word, 1L));
    }
  }

  /** Adds up. */
  public static final class Sum implements Reducer<String, Long, String, Long>, Combiner<Long> {
    @Override
    public Long combine(Long one, Long other) {
      return one + other;
    }

    @Override
    public void reduce(String word, Iterator<Long> counts, Context<String, Long> context) {
      long sum = 0;
      while (counts.hasNext()) {
        sum += counts.next();
      }
      context.write(word, sum);
    }
  }

  /** Ones on as many keys as the configuration says. */
  public static final class Keys implements Mapper<Integer, byte[], String, Long> {
    record Settings(int keys, int count) {}

    @Override
    public void map(Integer split, byte[] none, Context<String, Long> context) {
      Settings settings = context.configuration(Settings.class);
      Data.Part part = Data.Part.of(split, 2 * Work.PARTS, settings.count());
      for (int i = part.from(); i < part.to(); i++) {
        context.write("word" + i % settings.keys(), 1L);
      }
    }
  }

  /** A tuple as it is. */
  public static final class Same implements Mapper<Long, Long, Long, Long> {
    @Override
    public void map(Long key, Long value, Context<Long, Long> context) {
      context.write(key, value);
    }
  }

  /** A point to its centre. */
  public static final class Nearest implements Mapper<Integer, double[], Integer, double[]> {
    private final double[][] centres = new double[Data.CENTRES][];

    @Override
    public void setUp(Context<?, ?> context) {
      context.forEach(OurSide.CENTRES, (number, centre) -> centres[number] = centre);
    }

    @Override
    public void map(Integer number, double[] point, Context<Integer, double[]> context) {
      context.write(Data.nearest(point, centres), Data.one(point));
    }
  }

  /** Adds up points. */
  public static final class Add implements Combiner<double[]> {
    @Override
    public double[] combine(double[] one, double[] other) {
      return Data.add(one, other);
    }
  }

  /** The mean of a centre's points. */
  public static final class Mean implements Reducer<Integer, double[], Integer, double[]> {
    @Override
    public void reduce(
        Integer centre, Iterator<double[]> sums, Context<Integer, double[]> context) {
      double[] sum = new double[Data.DIMENSIONS + 1];
      while (sums.hasNext()) {
        Data.add(sum, sums.next());
      }
      context.count("always", 1);
      context.write(centre, Data.mean(sum));
    }
  }

  /** Links of a page. */
  public static final class Links implements Serializer<int[]> {
    @Override
    public byte[] toBytes(int[] links) {
      ByteBuffer buffer = ByteBuffer.allocate(links.length * Integer.BYTES);
      buffer.asIntBuffer().put(links);
      return buffer.array();
    }

    @Override
    public int[] fromBytes(ByteBuffer bytes) {
      int[] links = new int[bytes.remaining() / Integer.BYTES];
      bytes.asIntBuffer().get(links);
      return links;
    }
  }

  /** A page gives its rank to those that it links. */
  public static final class Give implements Joiner<Integer, Integer, Double> {
    @Override
    public void join(Integer page, Sides sides, Context<Integer, Double> context) {
      int[] links = sides.of(OurSide.LINKS).next();
      double share = sides.of(OurSide.RANKS).next() / links.length;
      context.write(page, 0.0);
      for (int link : links) {
        context.write(link, share);
      }
    }
  }

  /** Adds up shares. */
  public static final class AddShares implements Combiner<Double> {
    @Override
    public Double combine(Double one, Double other) {
      return one + other;
    }
  }

  /** What a page was given is its rank. */
  public static final class Take implements Reducer<Integer, Double, Integer, Double> {
    @Override
    public void reduce(Integer page, Iterator<Double> shares, Context<Integer, Double> context) {
      double given = 0;
      while (shares.hasNext()) {
        given += shares.next();
      }
      context.count("always", 1);
      context.write(page, Data.rank(given));
    }
  }
}
