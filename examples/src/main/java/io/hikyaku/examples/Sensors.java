package io.hikyaku.examples;

import static io.hikyaku.api.mapreduce.Serializers.DOUBLES;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupStatus;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The mean of what each sensor measured in the last two seconds, once a second: a continuous job
 * over a queue group that sensors go on sending to.
 */
public final class Sensors {

  private static final String QUEUE = "sensors";
  private static final int SENSORS = 10;
  private static final int BATCH = 100;
  private static final long LONGEST_SECONDS = 60;
  private static final Duration SIZE = Duration.ofSeconds(2);
  private static final Duration SLIDE = Duration.ofSeconds(1);

  private static final TypedGroup<String, double[]> READINGS =
      TypedGroup.of("readings", STRING, DOUBLES);
  private static final TypedGroup<String, double[]> MEANS = TypedGroup.of("means", STRING, DOUBLES);

  private Sensors() {}

  /** A message with a reading to its sum, of one. */
  public static final class Read implements Mapper<String, ReceivedMessage, String, double[]> {
    @Override
    public void map(String sensor, ReceivedMessage message, Context<String, double[]> context) {
      context.write(
          message.headers().get("sensor"), new double[] {Double.parseDouble(message.text()), 1});
    }
  }

  /** Adds up readings. */
  public static final class Add implements Combiner<double[]> {
    @Override
    public double[] combine(double[] one, double[] other) {
      return new double[] {one[0] + other[0], one[1] + other[1]};
    }
  }

  /** The mean of a sensor's readings in a window, and how many there were. */
  public static final class Mean implements Reducer<String, double[], String, double[]> {
    @Override
    public void reduce(String sensor, Iterator<double[]> sums, Context<String, double[]> context) {
      double[] all = new double[2];
      while (sums.hasNext()) {
        all = new Add().combine(all, sums.next());
      }
      context.write(sensor, new double[] {all[0] / all[1], all[1]});
    }
  }

  /** The job. */
  public static Job job() {
    return Job.builder("sensors")
        .source(
            QueueSource.of(QUEUE, Read.class, READINGS, Window.sliding(SIZE, SLIDE))
                .combine(Add.class)
                .readers(2))
        .stage(Stage.reduce(Mean.class, READINGS, MEANS))
        .build();
  }

  /**
   * Sends readings while the job runs, and checks that each is in two windows, and each window has
   * the right means.
   */
  static String run(ExampleNode node, ExampleNode sender, int count) throws InterruptedException {
    sender.store().management().createGroup(QUEUE, GroupSettings.spread());
    String job = node.jobs().submit(job());

    for (int from = 0; from < count; from += BATCH) {
      UnitOfWork unit = sender.store().begin();
      for (int i = from; i < Math.min(count, from + BATCH); i++) {
        int sensor = i % SENSORS;
        unit.send(
            QUEUE,
            Message.builder(Integer.toString(100 * sensor)).header("sensor", "s" + sensor).build());
      }
      unit.commit().toCompletableFuture().join();
      TimeUnit.MILLISECONDS.sleep(10); // as sensors do
    }

    long overlaps = SIZE.dividedBy(SLIDE);
    await(() -> readings(node) >= count * overlaps, node, job);
    node.jobs().cancel(job);
    Check.equal("readings in all windows", readings(node), count * overlaps);
    return "%d readings in %d windows"
        .formatted(count, node.jobs().find(job).orElseThrow().round());
  }

  private static void await(BooleanSupplier done, ExampleNode node, String job)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!done.getAsBoolean()) {
      JobStatus status = node.jobs().find(job).orElseThrow();
      if (!status.isRunning() || System.nanoTime() - end > 0) {
        throw new IllegalStateException("not all readings are in windows: " + status);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Counts the readings of all windows that are done, and checks their means. */
  private static long readings(ExampleNode node) {
    long[] readings = new long[1];
    for (TupleGroupStatus group : node.jobs().groups().list()) {
      if (group.name().startsWith(MEANS.name() + "/")) {
        Map<String, double[]> means = new HashMap<>();
        node.jobs()
            .groups()
            .forEach(new TypedGroup<>(group.name(), STRING, DOUBLES, group.settings()), means::put);
        means.forEach(
            (sensor, mean) -> {
              double expected = 100.0 * Integer.parseInt(sensor.substring(1));
              Check.near("mean of " + sensor + " in " + group.name(), mean[0], expected, 1e-9);
              readings[0] += (long) mean[1];
            });
      }
    }
    return readings[0];
  }
}
