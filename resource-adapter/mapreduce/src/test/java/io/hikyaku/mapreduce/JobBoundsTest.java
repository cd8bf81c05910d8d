package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.NAMES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.Serializers;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a job may use, and what it gives back, on two nodes in one JVM. */
class JobBoundsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static Nodes nodes;

  private final JobEngine jobs = nodes.get(0).engine;

  @BeforeAll
  static void start() {
    nodes = Nodes.start(2, new Factory(), 64 << 20);
  }

  /** Keeps what it made until it is released. */
  private static final class Factory implements TaskFactory {
    private static final Set<Object> HELD =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private final TaskFactory all = TaskFactory.of(JobBoundsTest.class.getClassLoader());

    @Override
    public Object make(String className) throws ReflectiveOperationException {
      Object made = all.make(className);
      HELD.add(made);
      return made;
    }

    @Override
    public void release(Object task) {
      HELD.remove(task);
    }
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @AfterEach
  void clean() {
    jobs.groups().list().forEach(group -> jobs.groups().drop(group.name()));
  }

  private void assertDone(String job) {
    JobStatus status = jobs.await(job, LONG);
    assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
  }

  private <K, V> void write(TypedGroup<K, V> group, Map<K, V> tuples) {
    jobs.groups().create(group);
    try (TupleWriter<K, V> writer = jobs.groups().write(group)) {
      tuples.forEach(writer.lane()::write);
      writer.commit();
    }
  }

  @Test
  void allThatWasMadeForAStepIsReleased() {
    Factory.HELD.clear();
    write(LINES, Map.of(1L, "all w1 x1", 2L, "all w2 x2"));
    assertDone(
        jobs.submit(
            Job.builder("released")
                .stage(
                    Stage.map(Tasks.Split.class, LINES, ONES)
                        .combine(Tasks.Sum.class)
                        .partition(Tasks.ByLetter.class))
                .build()));
    await().atMost(LONG).untilAsserted(() -> assertThat(Factory.HELD).isEmpty());
  }

  @Test
  void aStepThatEndsWhileItsWatchLooksAtItHasEndedInTime() {
    TypedGroup<Tasks.SlowKey, Long> slow =
        TypedGroup.of("slow", new Tasks.OfSlowKey(), Serializers.LONG);
    write(slow, Map.of(new Tasks.SlowKey(7), 7L));
    Tasks.SlowKey.asked = new CountDownLatch(1);
    AtomicReference<String> id = new AtomicReference<>();
    Tasks.SlowKey.until = () -> id.get() != null && !jobs.find(id.get()).orElseThrow().isRunning();

    id.set(
        jobs.submit(
            Job.builder("slow")
                .stage(Stage.map(Tasks.AwaitWatch.class, slow, ONES))
                .stepTimeout(Duration.ofMillis(500))
                .attempts(1)
                .build()));

    assertDone(id.get());
  }

  @Test
  void aJobWhoseStepsCannotBeSentFailsAndOthersAreLookedAfter() {
    write(LINES, Map.of(1L, "all"));
    String id =
        jobs.submit(
            Job.builder("unsent")
                .stage(Stage.map(Tasks.Split.class, LINES, ONES))
                .application("own")
                .stepTimeout(Duration.ofMillis(100))
                .build());
    nodes.get(0).store.management().deleteGroup(Jobs.stepsOf("own"));

    JobStatus status = jobs.await(id, LONG);

    assertThat(status.state()).isEqualTo(JobStatus.State.FAILED);
    assertThat(status.failure().orElseThrow()).contains(Jobs.stepsOf("own"));
  }

  @Test
  void howOftenAStepFailedIsKnownHoweverManyOthersDid() {
    JobTable table = new JobTable(nodes.get(0).store.coordination().table(), LONG);
    JobTable.Failure failure = new JobTable.Failure("cause", "detail");
    for (int turn = 1; turn <= 1000; turn++) {
      table.addFailure(Step.ofReader("kept", turn, 0), "first", failure);
    }
    Step turn = Step.ofReader("kept", 1001, 0);
    Step message = Step.ofReader("kept", 0, 0);
    Step stage = new Step("kept", 0, 0, turn.input());
    for (String attempt : new String[] {"first", "second", "third"}) {
      table.addFailure(turn, attempt, failure);
      table.addFailure(message, attempt, failure);
    }
    assertThat(table.failures(turn)).isEqualTo(3);
    assertThat(table.failures("kept")).as("bounded").hasSize(1000);
    table.addFailure(stage, "first", failure);
    table.addFailure(stage, "second", failure);
    assertThat(table.failures(stage)).isEqualTo(2);
    table.remove("kept");
  }

  @Test
  void valuesThatGrowWhileTheyAreCombinedAreWrittenInTime() {
    TypedGroup<String, String> group = TypedGroup.of("grown", NAMES.keys(), NAMES.values());
    jobs.groups().create(group);
    String megabyte = "x".repeat(1_000_000);
    TupleStore tuples = nodes.get(0).store.tuples();
    try (TupleWrite write = tuples.write()) {
      Output<String, String> output =
          new Output<>(
              write.sink(tuples.require("grown")),
              NAMES.keys(),
              NAMES.values(),
              null,
              (one, other) -> one + other);
      for (int i = 0; i < 20; i++) {
        output.write("key", megabyte);
      }
      output.flush();
      write.commit();
    }
    assertThat(jobs.groups().get(group, "key"))
        .hasSizeGreaterThan(1)
        .satisfies(
            values ->
                assertThat(values.stream().mapToInt(String::length).sum()).isEqualTo(20_000_000));
  }
}
