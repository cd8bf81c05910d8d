package io.hikyaku.benchmarks.mapreduce;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;

/**
 * What Hadoop's PageRank runs, a job for each round: pages carry their links from round to round,
 * as is usual there. A value is a rank of eight bytes, and behind it the links if it is a page.
 */
public final class HadoopPageRank {

  private HadoopPageRank() {}

  static BytesWritable page(double rank, int[] links) {
    ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES + links.length * Integer.BYTES);
    buffer.putDouble(rank);
    for (int link : links) {
      buffer.putInt(link);
    }
    return new BytesWritable(buffer.array());
  }

  private static BytesWritable share(double rank) {
    return page(rank, new int[0]);
  }

  static double rank(BytesWritable value) {
    return ByteBuffer.wrap(value.getBytes()).getDouble();
  }

  private static boolean isPage(BytesWritable value) {
    return value.getLength() > Double.BYTES;
  }

  /** A page gives its rank to those that it links, and goes on itself. */
  public static final class Give
      extends Mapper<IntWritable, BytesWritable, IntWritable, BytesWritable> {
    private final IntWritable linked = new IntWritable();

    @Override
    protected void map(IntWritable number, BytesWritable page, Context context)
        throws IOException, InterruptedException {
      int links = (page.getLength() - Double.BYTES) / Integer.BYTES;
      ByteBuffer bytes = ByteBuffer.wrap(page.getBytes(), 0, page.getLength());
      BytesWritable share = share(bytes.getDouble() / links);
      context.write(number, page);
      while (bytes.hasRemaining()) {
        linked.set(bytes.getInt());
        context.write(linked, share);
      }
    }
  }

  /** Adds up shares. */
  public static final class AddShares
      extends Reducer<IntWritable, BytesWritable, IntWritable, BytesWritable> {
    @Override
    protected void reduce(IntWritable number, Iterable<BytesWritable> values, Context context)
        throws IOException, InterruptedException {
      double given = 0;
      boolean any = false;
      for (BytesWritable value : values) {
        if (isPage(value)) {
          context.write(number, value);
        } else {
          given += rank(value);
          any = true;
        }
      }
      if (any) {
        context.write(number, share(given));
      }
    }
  }

  /** What a page was given is its rank. */
  public static final class Take
      extends Reducer<IntWritable, BytesWritable, IntWritable, BytesWritable> {
    @Override
    protected void reduce(IntWritable number, Iterable<BytesWritable> values, Context context)
        throws IOException, InterruptedException {
      double given = 0;
      byte[] page = null;
      for (BytesWritable value : values) {
        if (isPage(value)) {
          page = value.copyBytes();
        } else {
          given += rank(value);
        }
      }
      ByteBuffer.wrap(page).putDouble(Data.rank(given));
      context.write(number, new BytesWritable(page));
    }
  }
}
