package io.hikyaku.examples;

import static io.hikyaku.api.mapreduce.Serializers.DOUBLES;
import static io.hikyaku.api.mapreduce.Serializers.INTEGER;

import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Finds the centres of clusters of points (Lloyd, 1982); the centres are side data of the map. */
public final class KMeans {

  private static final int CLUSTERS = 4;
  private static final double STILL = 1e-6;

  private static final TypedGroup<Integer, double[]> POINTS =
      TypedGroup.of("points", INTEGER, DOUBLES);
  private static final TypedGroup<Integer, double[]> START =
      TypedGroup.of("start", INTEGER, DOUBLES);
  private static final TypedGroup<Integer, double[]> NEAR = TypedGroup.of("near", INTEGER, DOUBLES);
  private static final TypedGroup<Integer, double[]> CENTRES =
      TypedGroup.of("centres", INTEGER, DOUBLES);

  private KMeans() {}

  /** A point to its nearest centre: x, y and 1. */
  public static final class Nearest implements Mapper<Integer, double[], Integer, double[]> {
    private final Map<Integer, double[]> centres = new TreeMap<>();

    @Override
    public void setUp(Context<?, ?> context) {
      context.forEach(START, centres::put);
    }

    @Override
    public void map(Integer number, double[] point, Context<Integer, double[]> context) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (Map.Entry<Integer, double[]> centre : centres.entrySet()) {
        double distance = distance(point, centre.getValue());
        if (distance < least) {
          least = distance;
          nearest = centre.getKey();
        }
      }
      context.write(nearest, new double[] {point[0], point[1], 1});
    }
  }

  static double distance(double[] one, double[] other) {
    return Math.hypot(one[0] - other[0], one[1] - other[1]);
  }

  /** Adds up points. */
  public static final class Add implements Combiner<double[]> {
    @Override
    public double[] combine(double[] one, double[] other) {
      for (int i = 0; i < one.length; i++) {
        one[i] += other[i];
      }
      return one;
    }
  }

  /** The mean of a centre's points is the next centre. */
  public static final class Mean implements Reducer<Integer, double[], Integer, double[]> {
    @Override
    public void reduce(
        Integer centre, Iterator<double[]> points, Context<Integer, double[]> context) {
      double[] sum = new double[3];
      while (points.hasNext()) {
        new Add().combine(sum, points.next());
      }
      double[] mean = {sum[0] / sum[2], sum[1] / sum[2]};
      double[] before = context.lookup(START, centre).get(0);
      context.count("moved", distance(mean, before) > STILL ? 1 : 0);
      context.write(centre, mean);
    }
  }

  /** The job. */
  public static Job job() {
    return Job.builder("kmeans")
        .stage(Stage.map(Nearest.class, POINTS, NEAR).sideData(START).combine(Add.class))
        .stage(Stage.reduce(Mean.class, NEAR, CENTRES).sideData(START))
        .temporary(NEAR)
        .repeat(START, CENTRES, 100, "moved", 0)
        .build();
  }

  /** Runs it on points around four places and checks that it finds these. */
  static String run(ExampleNode node, int count) {
    double[][] places = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};
    Random random = new Random(42);
    Map<Integer, double[]> points = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      double[] place = places[i % CLUSTERS];
      points.put(
          i, new double[] {place[0] + random.nextGaussian(), place[1] + random.nextGaussian()});
    }
    node.write(POINTS, points);
    Map<Integer, double[]> start = new TreeMap<>();
    for (int i = 0; i < CLUSTERS; i++) {
      start.put(i, points.get(i));
    }
    node.write(START, start);

    JobStatus status = node.run(job());

    int[] seen = new int[1];
    node.jobs()
        .groups()
        .forEach(
            CENTRES,
            (number, centre) -> {
              Check.near("centre " + number, distance(centre, places[number]), 0, 0.3);
              seen[0]++;
            });
    Check.equal("centres", seen[0], CLUSTERS);
    return "%d points, still after %d rounds".formatted(count, status.round() + 1);
  }
}
