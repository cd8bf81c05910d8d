package io.hikyaku.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Partitioner;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** Mappers and reducers of the tests, and their groups. */
final class Tasks {

  static final TypedGroup<Long, String> LINES = TypedGroup.of("lines", LONG, STRING);
  static final TypedGroup<String, Long> ONES = TypedGroup.of("ones", STRING, LONG);
  static final TypedGroup<String, Long> COUNTS = TypedGroup.of("counts", STRING, LONG);
  static final TypedGroup<String, String> NAMES = TypedGroup.of("names", STRING, STRING);
  static final TypedGroup<String, String> JOINED = TypedGroup.of("joined", STRING, STRING);

  private Tasks() {}

  /** A line to words. */
  public static final class Split implements Mapper<Long, String, String, Long> {
    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      context.count("lines", 1);
      for (String word : line.split(" ", -1)) {
        context.write(word, 1L);
      }
    }
  }

  /** The same, taking its time. */
  public static final class SlowSplit implements Mapper<Long, String, String, Long> {
    @Override
    public void map(Long number, String line, Context<String, Long> context) throws Exception {
      if (number % 200 == 0) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      new Split().map(number, line, context);
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
      context.count("words", 1);
      context.write(word, sum);
    }
  }

  /** By the first letter. */
  public static final class ByLetter implements Partitioner<String> {
    @Override
    public int partition(String key, int partitions) {
      return key.isEmpty() ? 0 : key.charAt(0) % partitions;
    }
  }

  /** {@code name=count}, with - for what is missing. */
  public static final class NameAndCount implements Joiner<String, String, String> {
    @Override
    public void join(String key, Sides sides, Context<String, String> context) {
      Iterator<String> names = sides.of(NAMES);
      Iterator<Long> counts = sides.of(COUNTS);
      context.write(
          key,
          (names.hasNext() ? names.next() : "-") + "=" + (counts.hasNext() ? counts.next() : "-"));
    }
  }

  /** Half of a number, rounded down; counts what is not 0 yet. */
  public static final class Halve implements Mapper<String, Long, String, Long> {
    @Override
    public void map(String key, Long value, Context<String, Long> context) {
      long half = value / 2;
      context.count("left", half == 0 ? 0 : 1);
      context.write(key, half);
    }
  }

  /** The same, taking its time. */
  public static final class SlowHalve implements Mapper<String, Long, String, Long> {
    @Override
    public void map(String key, Long value, Context<String, Long> context) throws Exception {
      TimeUnit.MILLISECONDS.sleep(5);
      new Halve().map(key, value, context);
    }
  }

  /** Looks up side data, on demand and in advance, and shares a variable. */
  public static final class SideData implements Mapper<Long, String, String, Long> {
    record Settings(long add, boolean twice) {}

    static final TypedGroup<String, Long> BAD = TypedGroup.of("bad", STRING, LONG);
    private long total;
    private Settings settings;

    @Override
    public void setUp(Context<?, ?> context) {
      settings = context.configuration(Settings.class);
      AtomicInteger loads = context.shared("loads", AtomicInteger::new);
      if (loads.incrementAndGet() == 1) {
        context.count("loaded", 1);
      }
      context.forEach(COUNTS, (word, count) -> total += count);
    }

    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      List<Long> counts = context.lookup(COUNTS, line);
      if (counts.isEmpty()) {
        context.write(BAD, line, number);
      } else {
        context.write(line, counts.get(0) * 1000 + total + settings.add());
      }
    }
  }

  /** Fails at one key, as often as the configuration says. */
  public static final class Failing implements Mapper<Long, String, String, Long> {
    static final AtomicInteger CALLS = new AtomicInteger();

    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      int times = Integer.parseInt(context.configuration().get("times"));
      if (number == 77 && CALLS.incrementAndGet() <= times) {
        throw new IllegalStateException("no good");
      }
      new Split().map(number, line, context);
    }
  }

  /** Never ends, and asks for nothing. */
  public static final class Endless implements Mapper<Long, String, String, Long> {
    static volatile boolean stop;

    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      while (number == 77 && !stop) {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits until it is told that the job has ended, or to go on. */
  public static final class Patient implements Mapper<Long, String, String, Long> {
    static final AtomicInteger TOLD = new AtomicInteger();
    static final AtomicInteger BEGUN = new AtomicInteger();
    static volatile boolean goOn;

    @Override
    public void map(Long number, String line, Context<String, Long> context) throws Exception {
      BEGUN.incrementAndGet();
      while (!context.cancelled() && !goOn) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      TOLD.incrementAndGet();
    }
  }

  /** Writes far more than there is room for. */
  public static final class Flood implements Mapper<Long, String, String, Long> {
    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      for (long i = 0; i < 10_000_000; i++) {
        context.write(line + number + "/" + i, i);
      }
    }
  }

  /** A key whose text takes as long as it is told to. */
  record SlowKey(long number) {
    static volatile CountDownLatch asked;
    static volatile BooleanSupplier until;

    @Override
    public String toString() {
      asked.countDown();
      try {
        await().atMost(Duration.ofSeconds(5)).until(until::getAsBoolean);
      } catch (ConditionTimeoutException e) {
        return "too slow";
      }
      return "slow " + number;
    }
  }

  /** Eight bytes. */
  public static final class OfSlowKey implements Serializer<SlowKey> {
    @Override
    public byte[] toBytes(SlowKey key) {
      return LONG.toBytes(key.number());
    }

    @Override
    public SlowKey fromBytes(ByteBuffer bytes) {
      return new SlowKey(LONG.fromBytes(bytes));
    }
  }

  /** Comes back when the watch of its step asks for the key. */
  public static final class AwaitWatch implements Mapper<SlowKey, Long, String, Long> {
    @Override
    public void map(SlowKey key, Long value, Context<String, Long> context) throws Exception {
      if (!SlowKey.asked.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the watch did not ask for the key");
      }
      context.write("came back", value);
    }
  }

  /** Takes its key for something that it is not. */
  public static final class WrongTypes implements Mapper<String, String, String, Long> {
    @Override
    public void map(String key, String line, Context<String, Long> context) {
      context.write(key.strip(), 1L);
    }
  }
}
