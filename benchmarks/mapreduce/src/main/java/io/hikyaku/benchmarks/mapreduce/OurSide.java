package io.hikyaku.benchmarks.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.BYTES;
import static io.hikyaku.api.mapreduce.Serializers.DOUBLE;
import static io.hikyaku.api.mapreduce.Serializers.DOUBLES;
import static io.hikyaku.api.mapreduce.Serializers.INTEGER;
import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.mapreduce.JobEngine;
import io.hikyaku.mapreduce.StepWorkers;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import io.hikyaku.store.StoreConfiguration;
import java.time.Duration;
import java.util.List;

/** Our engine: one node, two threads that run steps, one copy of each block. */
final class OurSide implements Side {

  private static final TupleGroupSettings SETTINGS = new TupleGroupSettings(Work.PARTS, 1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  static final TypedGroup<Long, byte[]> TUPLES = group("tuples", LONG, BYTES);
  static final TypedGroup<Long, byte[]> MOVED = group("moved", LONG, BYTES);
  static final TypedGroup<Integer, byte[]> SPLITS = group("splits", INTEGER, BYTES);
  static final TypedGroup<Long, Long> SUMS = group("sums", LONG, LONG);
  static final TypedGroup<Long, String> LINES = group("lines", LONG, STRING);
  static final TypedGroup<String, Long> ONES = group("ones", STRING, LONG);
  static final TypedGroup<String, Long> WORDS = group("words", STRING, LONG);
  static final TypedGroup<Integer, double[]> POINTS = group("points", INTEGER, DOUBLES);
  static final TypedGroup<Integer, double[]> CENTRES = group("centres", INTEGER, DOUBLES);
  static final TypedGroup<Integer, double[]> NEAR = group("near", INTEGER, DOUBLES);
  static final TypedGroup<Integer, double[]> NEXT = group("next", INTEGER, DOUBLES);
  static final TypedGroup<Integer, int[]> LINKS = group("links", INTEGER, new OurTasks.Links());
  static final TypedGroup<Integer, Double> RANKS = group("ranks", INTEGER, DOUBLE);
  static final TypedGroup<Integer, Double> SHARES = group("shares", INTEGER, DOUBLE);
  static final TypedGroup<Integer, Double> RANKED = group("ranked", INTEGER, DOUBLE);

  private final QueueStore store;
  private final JobEngine jobs;
  private final StepWorkers workers;
  private Work prepared;

  OurSide(int port) {
    StoreConfiguration configuration =
        StoreConfiguration.builder("benchmark-" + ProcessHandle.current().pid(), "one")
            .bind("127.0.0.1", port)
            .copies(1)
            .tupleMemoryBytes(Runtime.getRuntime().maxMemory() * 3 / 4)
            .build();
    store = QueueStores.start(configuration);
    jobs = JobEngine.start(store, configuration.operationTimeout());
    workers = StepWorkers.start(store, jobs, TaskFactory.of(OurSide.class.getClassLoader()), 2);
  }

  private static <K, V> TypedGroup<K, V> group(
      String name, Serializer<K> keys, Serializer<V> values) {
    return TypedGroup.of(name, keys, values).with(SETTINGS);
  }

  @Override
  public void prepare(Work work) {
    if (work.equals(prepared)) {
      return;
    }
    jobs.groups().list().forEach(group -> jobs.groups().drop(group.name()));
    prepared = work;
    switch (work.kind()) {
      case READ, SHUFFLE ->
          write(
              TUPLES,
              lane -> {
                for (int i = 0; i < work.count(); i++) {
                  lane.write(Data.mix(i), Data.value(i, work.bytes()));
                }
              });
      case WRITE, HOT_KEY, COOL_KEYS ->
          write(
              SPLITS,
              lane -> {
                for (int i = 0; i < 2 * Work.PARTS; i++) {
                  lane.write(i, new byte[0]);
                }
              });
      case WORD_COUNT ->
          write(
              LINES,
              lane -> {
                long[] number = new long[1];
                Data.text(work.count(), line -> lane.write(number[0]++, line));
              });
      case K_MEANS ->
          write(
              POINTS,
              lane -> {
                for (int i = 0; i < work.count(); i++) {
                  lane.write(i, Data.point(i));
                }
              });
      case PAGE_RANK ->
          write(
              LINKS,
              lane -> {
                for (int i = 0; i < work.count(); i++) {
                  lane.write(i, Data.links(i, work.count()));
                }
              });
      case EMPTY -> write(SUMS, lane -> lane.write(1L, 1L));
    }
  }

  private interface Filling<K, V> {
    void fill(TupleWriter.Lane<K, V> lane);
  }

  private <K, V> void write(TypedGroup<K, V> group, Filling<K, V> filling) {
    jobs.groups().create(group);
    try (TupleWriter<K, V> writer = jobs.groups().write(group)) {
      filling.fill(writer.lane());
      writer.commit();
    }
  }

  private JobStatus run(Job.Builder job, Work work) {
    job.configure("bytes", work.bytes()).configure("count", work.count());
    job.stepTimeout(LONGEST);
    JobStatus status = jobs.await(jobs.submit(job.build()), LONGEST);
    if (status.state() != JobStatus.State.DONE) {
      throw new IllegalStateException("the job did not end well: " + status);
    }
    return status;
  }

  @Override
  public long run(Work work) {
    Job.Builder job = Job.builder("benchmark");
    return switch (work.kind()) {
      case READ -> {
        job.stage(Stage.map(OurTasks.Read.class, TUPLES, SUMS));
        yield run(job, work).counters().get("sum");
      }
      case WRITE -> {
        job.stage(Stage.map(OurTasks.Write.class, SPLITS, TUPLES));
        yield run(job, work).counters().get("sum");
      }
      case SHUFFLE -> {
        job.stage(Stage.map(OurTasks.Move.class, TUPLES, MOVED)).temporary(MOVED);
        job.stage(Stage.reduce(OurTasks.SumValues.class, MOVED, SUMS));
        yield run(job, work).counters().get("sum");
      }
      case WORD_COUNT -> {
        job.stage(Stage.map(OurTasks.Split.class, LINES, ONES).combine(OurTasks.Sum.class));
        job.stage(Stage.reduce(OurTasks.Sum.class, ONES, WORDS)).temporary(ONES);
        run(job, work);
        long[] sum = new long[1];
        jobs.groups().forEach(WORDS, (word, count) -> sum[0] += Data.check(word, count));
        yield sum[0];
      }
      case K_MEANS -> kMeans(job, work);
      case PAGE_RANK -> pageRank(job, work);
      case EMPTY -> {
        job.stage(Stage.map(OurTasks.Same.class, SUMS, group("out", LONG, LONG)));
        run(job, work);
        yield 1;
      }
      case HOT_KEY, COOL_KEYS -> {
        Class<OurTasks.Keys> keys = OurTasks.Keys.class;
        job.configure("keys", work.kind() == Work.Kind.HOT_KEY ? 1 : 10_000);
        job.stage(Stage.map(keys, SPLITS, ONES)).temporary(ONES);
        job.stage(Stage.reduce(OurTasks.Sum.class, ONES, WORDS));
        run(job, work);
        long[] sum = new long[1];
        jobs.groups().forEach(WORDS, (word, count) -> sum[0] += count);
        yield sum[0];
      }
    };
  }

  private long kMeans(Job.Builder job, Work work) {
    double[][] first = Data.firstCentres();
    write(
        CENTRES,
        lane -> {
          for (int i = 0; i < first.length; i++) {
            lane.write(i, first[i]);
          }
        });
    job.stage(
        Stage.map(OurTasks.Nearest.class, POINTS, NEAR)
            .sideData(CENTRES)
            .combine(OurTasks.Add.class));
    job.stage(Stage.reduce(OurTasks.Mean.class, NEAR, NEXT)).temporary(NEAR);
    job.repeat(CENTRES, NEXT, Work.K_MEANS_ROUNDS, "always", -1);
    run(job, work);
    double[][] found = new double[Data.CENTRES][];
    jobs.groups().forEach(NEXT, (number, centre) -> found[number] = centre);
    return Data.check(found);
  }

  private long pageRank(Job.Builder job, Work work) {
    write(
        RANKS,
        lane -> {
          for (int i = 0; i < work.count(); i++) {
            lane.write(i, 1.0);
          }
        });
    job.stage(
        Stage.join(Joiner.Kind.INNER, OurTasks.Give.class, LINKS, RANKS, SHARES)
            .combine(OurTasks.AddShares.class));
    job.stage(Stage.reduce(OurTasks.Take.class, SHARES, RANKED)).temporary(SHARES);
    job.repeat(RANKS, RANKED, Work.PAGE_RANK_ROUNDS, "always", -1);
    run(job, work);
    double[] sum = new double[1];
    jobs.groups().forEach(RANKED, (page, rank) -> sum[0] += rank * (page % 7));
    return Math.round(sum[0]);
  }

  @Override
  public void clear(Work work) {
    for (String name : List.of("sums", "words", "centres", "next", "ranks", "ranked", "out")) {
      if (work.kind() != Work.Kind.EMPTY || !name.equals("sums")) {
        jobs.groups().drop(name);
      }
    }
    if (work.kind() == Work.Kind.WRITE) {
      jobs.groups().drop(TUPLES.name());
    }
  }

  @Override
  public void close() {
    workers.close();
    jobs.close();
    store.close();
  }
}
