package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Tasks.COUNTS;
import static io.hikyaku.mapreduce.Tasks.JOINED;
import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.NAMES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs on two nodes in one JVM. */
class JobsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static Nodes nodes;
  private static volatile String missing = "none";

  private final JobEngine jobs = nodes.get(0).engine;

  @BeforeAll
  static void start() {
    TaskFactory all = TaskFactory.of(JobsTest.class.getClassLoader());
    nodes =
        Nodes.start(
            2,
            name -> {
              if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
              }
              return all.make(name);
            },
            64 << 20);
  }

  @AfterAll
  static void stop() {
    Tasks.Endless.stop = true;
    nodes.close();
  }

  @AfterEach
  void clean() {
    jobs.groups().list().forEach(group -> jobs.groups().drop(group.name()));
    missing = "none";
  }

  private <K, V> void write(TypedGroup<K, V> group, Map<K, V> tuples) {
    jobs.groups().create(group);
    try (TupleWriter<K, V> writer = jobs.groups().write(group)) {
      TupleWriter.Lane<K, V> lane = writer.lane();
      tuples.forEach(lane::write);
      writer.commit();
    }
  }

  private <K, V> Map<K, V> read(TypedGroup<K, V> group) {
    Map<K, V> read = new TreeMap<>();
    nodes
        .get(1)
        .engine
        .groups()
        .forEach(group, (key, value) -> assertThat(read.put(key, value)).isNull());
    return read;
  }

  /** What a job made for itself is dropped right behind its end. */
  private void awaitGroups(String... names) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(jobs.groups().list())
                    .extracting("name")
                    .containsExactly((Object[]) names));
  }

  private void writeLines(int count) {
    Map<Long, String> lines = new TreeMap<>();
    for (long i = 0; i < count; i++) {
      lines.put(i, "all w" + i % 10 + " x" + i);
    }
    write(LINES, lines);
  }

  private JobStatus run(Job job) {
    return jobs.await(jobs.submit(job), LONG);
  }

  private static JobStatus assertDone(JobStatus status) {
    assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
    assertThat(status.progress()).isEqualTo(1);
    return status;
  }

  private static Job wordCount(boolean combine) {
    Stage<String, Long> map = Stage.map(Tasks.Split.class, LINES, ONES);
    return Job.builder("wordcount")
        .stage(combine ? map.combine(Tasks.Sum.class) : map)
        .stage(Stage.reduce(Tasks.Sum.class, ONES, COUNTS))
        .temporary(ONES)
        .build();
  }

  private void assertCounts(int lines) {
    Map<String, Long> counts = read(COUNTS);
    assertThat(counts).hasSize(lines + 11);
    assertThat(counts).containsEntry("all", (long) lines).containsEntry("w3", lines / 10L);
    assertThat(counts).containsEntry("x7", 1L);
  }

  @Test
  void mapsAndReducesWithAndWithoutCombiner() {
    writeLines(5000);
    for (boolean combine : new boolean[] {true, false}) {
      JobStatus status = assertDone(run(wordCount(combine)));

      assertCounts(5000);
      assertThat(status.counters()).containsEntry("lines", 5000L).containsEntry("words", 5011L);
      assertThat(status.stages()).allMatch(stage -> stage.stepsDone() == stage.steps());
      assertThat(status.failures()).isEmpty();
      awaitGroups("counts", "lines");
      jobs.groups().drop("counts");
    }
    assertThat(nodes.get(1).engine.list()).as("any node shows them").hasSizeGreaterThan(1);
  }

  @Test
  void partitionsAsTold() {
    writeLines(100);
    assertDone(
        run(
            Job.builder("partitioned")
                .stage(Stage.map(Tasks.Split.class, LINES, ONES).partition(Tasks.ByLetter.class))
                .build()));
    int[] seen = new int[2];
    jobs.groups().forEach(ONES, 'x' % 8, (word, one) -> seen[word.startsWith("x") ? 0 : 1]++);
    assertThat(seen).containsExactly(100, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(jobs.groups().get(ONES, "x" + i)).containsExactly(1L);
    }
  }

  @Test
  void joins() {
    write(NAMES, Map.of("a", "Anna", "b", "Bea"));
    write(COUNTS, Map.of("b", 2L, "c", 3L));
    Map<Joiner.Kind, Map<String, String>> expected =
        Map.of(
            Joiner.Kind.INNER, Map.of("b", "Bea=2"),
            Joiner.Kind.LEFT_OUTER, Map.of("a", "Anna=-", "b", "Bea=2"),
            Joiner.Kind.FULL_OUTER, Map.of("a", "Anna=-", "b", "Bea=2", "c", "-=3"));
    expected.forEach(
        (kind, result) -> {
          assertDone(
              run(
                  Job.builder("join")
                      .stage(Stage.join(kind, Tasks.NameAndCount.class, NAMES, COUNTS, JOINED))
                      .build()));
          assertThat(read(JOINED)).as("%s", kind).isEqualTo(result);
          jobs.groups().drop("joined");
        });
  }

  @Test
  void repeatsUntilACounterSaysEnough() {
    TypedGroup<String, Long> halved = TypedGroup.of("halved", COUNTS.keys(), COUNTS.values());
    write(COUNTS, Map.of("a", 100L, "b", 7L));
    JobStatus status =
        assertDone(
            run(
                Job.builder("halve")
                    .stage(Stage.map(Tasks.Halve.class, COUNTS, halved))
                    .repeat(COUNTS, halved, 50, "left", 0)
                    .build()));
    assertThat(status.round()).isEqualTo(6);
    assertThat(read(halved)).isEqualTo(Map.of("a", 0L, "b", 0L));
    assertThat(read(COUNTS)).containsEntry("a", 100L);
    awaitGroups("counts", "halved");

    jobs.groups().drop("halved");
    status =
        assertDone(
            run(
                Job.builder("halve")
                    .stage(Stage.map(Tasks.Halve.class, COUNTS, halved))
                    .repeat(COUNTS, halved, 2, "left", 0)
                    .build()));
    assertThat(status.round()).isEqualTo(1);
    assertThat(read(halved)).isEqualTo(Map.of("a", 25L, "b", 1L));
  }

  @Test
  void sideDataNamedOutputsConfigurationAndSharedVariables() {
    write(COUNTS, Map.of("a", 1L, "b", 2L));
    write(LINES, Map.of(1L, "a", 2L, "b", 3L, "z"));
    TypedGroup<String, Long> out = TypedGroup.of("out", ONES.keys(), ONES.values());
    JobStatus status =
        assertDone(
            run(
                Job.builder("side")
                    .stage(Stage.map(Tasks.SideData.class, LINES, out).alsoTo(Tasks.SideData.BAD))
                    .configure("add", 50)
                    .configure("twice", true)
                    .build()));
    assertThat(read(out)).isEqualTo(Map.of("a", 1053L, "b", 2053L));
    assertThat(read(Tasks.SideData.BAD)).isEqualTo(Map.of("z", 3L));
    assertThat(status.counters().get("loaded")).as("once per node").isBetween(1L, 2L);
  }

  @Test
  void aStepThatFailsIsTriedElsewhereAndCountsOnce() {
    writeLines(1000);
    Tasks.Failing.CALLS.set(0);
    JobStatus status =
        assertDone(
            run(
                Job.builder("failing")
                    .stage(Stage.map(Tasks.Failing.class, LINES, ONES))
                    .stage(Stage.reduce(Tasks.Sum.class, ONES, COUNTS))
                    .temporary(ONES)
                    .configure("times", 3)
                    .build()));
    assertCounts(1000);
    assertThat(status.counters()).containsEntry("lines", 1000L);
    assertThat(status.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.attempts()).isEqualTo(3);
              assertThat(failure.cause()).contains("no good");
              assertThat(failure.example()).contains("at key 77").contains("on node n");
            });
  }

  @Test
  void aStepThatFailsTooOftenFailsTheJob() {
    writeLines(1000);
    Tasks.Failing.CALLS.set(0);
    JobStatus status =
        run(
            Job.builder("failing")
                .stage(Stage.map(Tasks.Failing.class, LINES, ONES))
                .configure("times", 1_000_000)
                .attempts(3)
                .build());
    assertThat(status.state()).isEqualTo(JobStatus.State.FAILED);
    assertThat(status.failure().orElseThrow())
        .contains("no good")
        .contains("at key 77")
        .contains("on node n")
        .contains("tried 3 times");
    awaitGroups("lines");
  }

  @Test
  void aMapperThatNeverEndsFailsTheJob() {
    writeLines(100);
    JobStatus status =
        run(
            Job.builder("endless")
                .stage(Stage.map(Tasks.Endless.class, LINES, ONES))
                .stepTimeout(Duration.ofMillis(300))
                .attempts(2)
                .build());
    Tasks.Endless.stop = true;
    assertThat(status.state()).isEqualTo(JobStatus.State.FAILED);
    assertThat(status.failure().orElseThrow())
        .contains("longer than PT0.3S")
        .contains("at key 77")
        .contains("tried 2 times");
  }

  @Test
  void aMapperThatWritesTooMuchFailsTheJobAndItsSpaceComesBack() {
    writeLines(20);
    JobStatus status =
        run(
            Job.builder("flood")
                .stage(Stage.map(Tasks.Flood.class, LINES, ONES))
                .attempts(1)
                .build());
    assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.FAILED);
    assertThat(status.failure().orElseThrow()).contains("tuple memory of node").contains("full");
    await()
        .atMost(LONG)
        .until(
            () ->
                nodes.get(0).store.tuples().usedBytes() < 100_000
                    && nodes.get(1).store.tuples().usedBytes() < 100_000);
  }

  @Test
  void aMissingClassIsNamed() {
    writeLines(10);
    missing = Tasks.Split.class.getName();
    JobStatus status =
        run(
            Job.builder("missing")
                .stage(Stage.map(Tasks.Split.class, LINES, ONES))
                .attempts(2)
                .build());
    assertThat(status.failure().orElseThrow())
        .contains("Tasks$Split")
        .contains("deployed on this node");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void wrongTypesAreNamed() {
    writeLines(10);
    JobStatus status =
        run(
            Job.builder("types")
                .stage(Stage.map((Class) Tasks.WrongTypes.class, LINES, ONES))
                .attempts(1)
                .build());
    assertThat(status.failure().orElseThrow())
        .contains("ClassCastException")
        .contains("java.lang.Long")
        .contains("at key");
  }

  @Test
  void aGroupDroppedUnderAJobFailsIt() {
    writeLines(100);
    int begun = Tasks.Patient.BEGUN.get();
    String id =
        jobs.submit(
            Job.builder("dropped").stage(Stage.map(Tasks.Patient.class, LINES, ONES)).build());
    await().atMost(LONG).until(() -> Tasks.Patient.BEGUN.get() > begun);
    jobs.groups().drop("lines");
    Tasks.Patient.goOn = true;

    JobStatus status = jobs.await(id, LONG);
    Tasks.Patient.goOn = false;

    assertThat(status.state()).isEqualTo(JobStatus.State.FAILED);
    assertThat(status.failure().orElseThrow()).contains("no tuple group is named 'lines'");
  }

  @Test
  void aCancelledJobEndsItsStepsAndLeavesNothing() {
    writeLines(100);
    int told = Tasks.Patient.TOLD.get();
    int begun = Tasks.Patient.BEGUN.get();
    String id =
        jobs.submit(
            Job.builder("patient").stage(Stage.map(Tasks.Patient.class, LINES, ONES)).build());
    await().atMost(LONG).until(() -> Tasks.Patient.BEGUN.get() > begun);
    assertThat(jobs.find(id).orElseThrow().isRunning()).isTrue();

    assertThat(nodes.get(1).engine.cancel(id)).isTrue();

    assertThat(jobs.await(id, LONG).state()).isEqualTo(JobStatus.State.CANCELLED);
    assertThat(jobs.cancel(id)).isFalse();
    await().atMost(LONG).until(() -> Tasks.Patient.TOLD.get() > told);
    await()
        .atMost(LONG)
        .until(() -> jobs.groups().list().stream().noneMatch(group -> group.name().startsWith(id)));
  }

  @Test
  void anInputThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> jobs.submit(wordCount(true)))
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("'lines'");
  }

  @Test
  void anEmptyJobIsOverAtOnce() {
    jobs.groups().create(LINES);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      assertDone(run(wordCount(true)));
      best = Math.min(best, System.nanoTime() - start);
      jobs.groups().drop("counts");
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
  }
}
