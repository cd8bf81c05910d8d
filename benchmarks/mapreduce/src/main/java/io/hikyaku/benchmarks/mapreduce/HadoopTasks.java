package io.hikyaku.benchmarks.mapreduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;

/** What Hadoop's jobs run. */
public final class HadoopTasks {

  /** What is summed up. */
  enum Counter {
    SUM
  }

  private static final LongWritable ONE = new LongWritable(1);

  private HadoopTasks() {}

  static void set(Configuration configuration, double[][] centres) {
    ByteBuffer buffer = ByteBuffer.allocate(Data.CENTRES * Data.DIMENSIONS * Double.BYTES);
    for (double[] centre : centres) {
      for (double x : centre) {
        buffer.putDouble(x);
      }
    }
    configuration.set("centres", HexFormat.of().formatHex(buffer.array()));
  }

  private static long check(BytesWritable value) {
    return ByteBuffer.wrap(value.getBytes()).getInt(0) + value.getBytes()[value.getLength() - 1];
  }

  /** Reads, and writes nothing. */
  public static final class Read
      extends Mapper<LongWritable, BytesWritable, LongWritable, BytesWritable> {
    private long sum;

    @Override
    protected void map(LongWritable key, BytesWritable value, Context context) {
      sum += check(value);
    }

    @Override
    protected void cleanup(Context context) {
      context.getCounter(Counter.SUM).increment(sum);
    }
  }

  /** A split to its tuples. */
  public static final class Write
      extends Mapper<LongWritable, IntWritable, LongWritable, BytesWritable> {
    @Override
    protected void map(LongWritable key, IntWritable split, Context context)
        throws IOException, InterruptedException {
      Configuration configuration = context.getConfiguration();
      int bytes = configuration.getInt("bytes", 0);
      Data.Part part = Data.Part.of(split.get(), Work.PARTS, configuration.getInt("count", 0));
      long sum = 0;
      for (int i = part.from(); i < part.to(); i++) {
        byte[] value = Data.value(i, bytes);
        sum += Data.check(value);
        context.write(new LongWritable(Data.mix(i)), new BytesWritable(value));
      }
      context.getCounter(Counter.SUM).increment(sum);
    }
  }

  /** A tuple to another key. */
  public static final class Move
      extends Mapper<LongWritable, BytesWritable, LongWritable, BytesWritable> {
    private final LongWritable moved = new LongWritable();

    @Override
    protected void map(LongWritable key, BytesWritable value, Context context)
        throws IOException, InterruptedException {
      moved.set(Data.mix(key.get()));
      context.write(moved, value);
    }
  }

  /** Goes through all values. */
  public static final class SumValues
      extends Reducer<LongWritable, BytesWritable, LongWritable, BytesWritable> {
    private long sum;

    @Override
    protected void reduce(LongWritable key, Iterable<BytesWritable> values, Context context) {
      for (BytesWritable value : values) {
        sum += check(value);
      }
    }

    @Override
    protected void cleanup(Context context) {
      context.getCounter(Counter.SUM).increment(sum);
    }
  }

  /** A line to its words. */
  public static final class Split extends Mapper<LongWritable, Text, Text, LongWritable> {
    private final Text text = new Text();

    @Override
    protected void map(LongWritable at, Text line, Context context) {
      Data.words(
          line.toString(),
          word -> {
            text.set(word);
            try {
              context.write(text, ONE);
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  /** Adds up. */
  public static final class Sum extends Reducer<Text, LongWritable, Text, LongWritable> {
    @Override
    protected void reduce(Text word, Iterable<LongWritable> counts, Context context)
        throws IOException, InterruptedException {
      context.write(word, new LongWritable(sum(counts)));
    }
  }

  private static long sum(Iterable<LongWritable> counts) {
    long sum = 0;
    for (LongWritable count : counts) {
      sum += count.get();
    }
    return sum;
  }

  /** Adds up, and sums up for the check. */
  public static final class Check extends Reducer<Text, LongWritable, Text, LongWritable> {
    private long check;

    @Override
    protected void reduce(Text word, Iterable<LongWritable> counts, Context context)
        throws IOException, InterruptedException {
      long sum = sum(counts);
      check += Data.check(word.toString(), sum);
      context.write(word, new LongWritable(sum));
    }

    @Override
    protected void cleanup(Context context) {
      context.getCounter(Counter.SUM).increment(check);
    }
  }

  /** A point to its centre. */
  public static final class Nearest
      extends Mapper<LongWritable, BytesWritable, IntWritable, BytesWritable> {
    private final double[][] centres = new double[Data.CENTRES][Data.DIMENSIONS];
    private final IntWritable nearest = new IntWritable();

    @Override
    protected void setup(Context context) {
      ByteBuffer buffer =
          ByteBuffer.wrap(HexFormat.of().parseHex(context.getConfiguration().get("centres")));
      for (double[] centre : centres) {
        for (int i = 0; i < centre.length; i++) {
          centre[i] = buffer.getDouble();
        }
      }
    }

    @Override
    protected void map(LongWritable number, BytesWritable value, Context context)
        throws IOException, InterruptedException {
      double[] point = HadoopSide.doubles(value);
      nearest.set(Data.nearest(point, centres));
      context.write(nearest, HadoopSide.doubles(Data.one(point)));
    }
  }

  /** Adds up points. */
  public static final class Add
      extends Reducer<IntWritable, BytesWritable, IntWritable, BytesWritable> {
    @Override
    protected void reduce(IntWritable centre, Iterable<BytesWritable> sums, Context context)
        throws IOException, InterruptedException {
      double[] sum = new double[Data.DIMENSIONS + 1];
      for (BytesWritable one : sums) {
        Data.add(sum, HadoopSide.doubles(one));
      }
      context.write(centre, HadoopSide.doubles(sum));
    }
  }
}
