package io.hikyaku.benchmarks.mapreduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Spark with two threads. Input is an RDD that is kept in memory before the clock starts, as bytes,
 * as ours is; what is written is kept likewise.
 */
final class SparkSide implements Side {

  private final JavaSparkContext spark;
  private Work prepared;
  private JavaPairRDD<Long, byte[]> tuples;
  private JavaPairRDD<Long, byte[]> written;
  private JavaRDD<String> lines;
  private JavaRDD<double[]> points;
  private JavaPairRDD<Integer, int[]> links;

  SparkSide(Path directory) {
    SparkConf configuration =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("benchmark")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.local.dir", directory.toString())
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            // files are in memory, and most of the data does not compress
            .set("spark.shuffle.compress", "false")
            .set("spark.shuffle.spill.compress", "false");
    spark = new JavaSparkContext(configuration);
    spark.setLogLevel("ERROR");
  }

  private static <T> Iterator<T> rows(int number, int count, IntFunction<T> row) {
    Data.Part part = Data.Part.of(number, Work.PARTS, count);
    return IntStream.range(part.from(), part.to()).mapToObj(row).iterator();
  }

  /** By numbers: Kryo does not read records. */
  private JavaRDD<Integer> parts() {
    return spark.parallelize(IntStream.range(0, Work.PARTS).boxed().toList(), Work.PARTS);
  }

  private JavaPairRDD<Long, byte[]> tuples(Work work) {
    int bytes = work.bytes();
    int count = work.count();
    return parts()
        .flatMapToPair(
            part -> rows(part, count, i -> new Tuple2<>(Data.mix(i), Data.value(i, bytes))));
  }

  @Override
  public void prepare(Work work) {
    if (work.equals(prepared)) {
      return;
    }
    forget();
    prepared = work;
    int count = work.count();
    switch (work.kind()) {
      case READ, SHUFFLE -> {
        tuples = tuples(work).persist(StorageLevel.MEMORY_ONLY_SER());
        tuples.count();
      }
      case WORD_COUNT -> {
        List<String> text = new ArrayList<>();
        Data.text(count, text::add);
        lines = spark.parallelize(text, Work.PARTS).persist(StorageLevel.MEMORY_ONLY_SER());
        lines.count();
      }
      case K_MEANS -> {
        points =
            parts()
                .flatMap(part -> rows(part, count, Data::point))
                .persist(StorageLevel.MEMORY_ONLY_SER());
        points.count();
      }
      case PAGE_RANK -> {
        links =
            parts()
                .flatMapToPair(
                    part -> rows(part, count, i -> new Tuple2<>(i, Data.links(i, count))))
                .partitionBy(new HashPartitioner(Work.PARTS))
                .persist(StorageLevel.MEMORY_ONLY_SER());
        links.count();
      }
      default -> {
        // made from nothing
      }
    }
  }

  private void forget() {
    if (tuples != null) {
      tuples.unpersist(true);
    }
    if (lines != null) {
      lines.unpersist(true);
    }
    if (points != null) {
      points.unpersist(true);
    }
    if (links != null) {
      links.unpersist(true);
    }
  }

  private static long sum(Iterator<byte[]> values) {
    long sum = 0;
    while (values.hasNext()) {
      sum += Data.check(values.next());
    }
    return sum;
  }

  @Override
  public long run(Work work) {
    return switch (work.kind()) {
      case READ -> tuples.values().mapPartitions(v -> List.of(sum(v)).iterator()).reduce(Long::sum);
      case WRITE -> {
        written = tuples(work).persist(StorageLevel.MEMORY_ONLY_SER());
        written.count();
        yield -1;
      }
      case SHUFFLE ->
          tuples
              .mapToPair(tuple -> new Tuple2<>(Data.mix(tuple._1()), tuple._2()))
              .groupByKey(Work.PARTS)
              .map(group -> sum(group._2().iterator()))
              .reduce(Long::sum);
      case WORD_COUNT -> {
        Map<String, Long> counts =
            lines
                .flatMap(
                    line -> {
                      List<String> words = new ArrayList<>();
                      Data.words(line, words::add);
                      return words.iterator();
                    })
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum, Work.PARTS)
                .collectAsMap();
        long sum = 0;
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
          sum += Data.check(entry.getKey(), entry.getValue());
        }
        yield sum;
      }
      case K_MEANS -> kMeans();
      case PAGE_RANK -> pageRank();
      case EMPTY -> spark.parallelize(List.of(1L), 1).map(x -> x).count();
      default -> throw new IllegalArgumentException(work.kind() + " is ours only");
    };
  }

  private long kMeans() {
    double[][] centres = Data.firstCentres();
    for (int round = 0; round < Work.K_MEANS_ROUNDS; round++) {
      Broadcast<double[][]> shared = spark.broadcast(centres);
      Map<Integer, double[]> sums =
          points
              .mapToPair(
                  point -> new Tuple2<>(Data.nearest(point, shared.value()), Data.one(point)))
              .reduceByKey(Data::add, Work.PARTS)
              .collectAsMap();
      double[][] next = new double[Data.CENTRES][];
      sums.forEach((centre, sum) -> next[centre] = Data.mean(sum));
      centres = next;
      shared.destroy();
    }
    return Data.check(centres);
  }

  private long pageRank() {
    JavaPairRDD<Integer, Double> ranks = links.mapValues(any -> 1.0);
    for (int round = 0; round < Work.PAGE_RANK_ROUNDS; round++) {
      ranks =
          links
              .join(ranks)
              .flatMapToPair(
                  page -> {
                    int[] to = page._2()._1();
                    double share = page._2()._2() / to.length;
                    List<Tuple2<Integer, Double>> shares = new ArrayList<>(to.length + 1);
                    shares.add(new Tuple2<>(page._1(), 0.0));
                    for (int link : to) {
                      shares.add(new Tuple2<>(link, share));
                    }
                    return shares.iterator();
                  })
              .reduceByKey(new HashPartitioner(Work.PARTS), Double::sum)
              .mapValues(Data::rank);
    }
    return Math.round(ranks.mapToDouble(page -> page._2() * (page._1() % 7)).sum());
  }

  @Override
  public void clear(Work work) {
    if (written != null) {
      written.unpersist(true);
      written = null;
    }
  }

  @Override
  public void close() {
    spark.close();
  }
}
