package io.hikyaku.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;
import static io.hikyaku.mapreduce.Tasks.COUNTS;
import static io.hikyaku.mapreduce.Tasks.JOINED;
import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.NAMES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs of several shapes, and what they tell while they run, on two nodes in one JVM. */
class JobGraphTest {

  private static final Duration LONG_WAIT = Duration.ofSeconds(30);
  private static final TypedGroup<String, Long> AGES = TypedGroup.of("ages", STRING, LONG);
  private static final TypedGroup<Long, String> MORE = TypedGroup.of("more", LONG, STRING);
  private static final TypedGroup<String, Long> LENGTHS = TypedGroup.of("lengths", STRING, LONG);
  private static Nodes nodes;

  private final JobEngine jobs = nodes.get(0).engine;

  @BeforeAll
  static void start() {
    nodes = Nodes.start(2);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @AfterEach
  void clean() {
    jobs.groups().list().forEach(group -> jobs.groups().drop(group.name()));
  }

  /** {@code name count age}, with - for what is missing. */
  public static final class Three implements Joiner<String, String, String> {
    @Override
    public void join(String key, Sides sides, Context<String, String> context) {
      context.write(
          key,
          first(sides.of(NAMES)) + " " + first(sides.of(COUNTS)) + " " + first(sides.of(AGES)));
    }

    private static Object first(Iterator<?> values) {
      return values.hasNext() ? values.next() : "-";
    }
  }

  /** A word to its length. */
  public static final class Length implements Mapper<String, Long, String, Long> {
    @Override
    public void map(String word, Long one, Context<String, Long> context) {
      context.write(word, (long) word.length());
    }
  }

  private <K, V> void write(TypedGroup<K, V> group, Map<K, V> tuples) {
    jobs.groups().create(group);
    try (TupleWriter<K, V> writer = jobs.groups().write(group)) {
      tuples.forEach(writer.lane()::write);
      writer.commit();
    }
  }

  private <K, V> Map<K, V> read(TypedGroup<K, V> group) {
    Map<K, V> read = new TreeMap<>();
    jobs.groups().forEach(group, (key, value) -> assertThat(read.put(key, value)).isNull());
    return read;
  }

  private JobStatus run(Job job) {
    JobStatus status = jobs.await(jobs.submit(job), LONG_WAIT);
    assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
    return status;
  }

  @Test
  void threeGroupsAreJoinedInEachWay() {
    write(NAMES, Map.of("a", "Anna", "b", "Bea"));
    write(COUNTS, Map.of("b", 2L, "c", 3L));
    write(AGES, Map.of("a", 30L, "b", 40L, "c", 50L, "d", 60L));
    Map<Joiner.Kind, Map<String, String>> expected =
        Map.of(
            Joiner.Kind.INNER, Map.of("b", "Bea 2 40"),
            Joiner.Kind.LEFT_OUTER, Map.of("a", "Anna - 30", "b", "Bea 2 40"),
            Joiner.Kind.FULL_OUTER,
                Map.of("a", "Anna - 30", "b", "Bea 2 40", "c", "- 3 50", "d", "- - 60"));
    expected.forEach(
        (kind, result) -> {
          run(
              Job.builder("three")
                  .stage(Stage.join(kind, Three.class, NAMES, COUNTS, JOINED).from(AGES))
                  .build());
          assertThat(read(JOINED)).as("%s", kind).isEqualTo(result);
          jobs.groups().drop(JOINED.name());
        });
  }

  @Test
  void severalInputsOneSharedIntermediateGroupAndAReduceAlone() {
    write(LINES, Map.of(1L, "a b", 2L, "b"));
    write(MORE, Map.of(1L, "b ccc"));
    TypedGroup<String, Long> all = TypedGroup.of("all", STRING, LONG);

    JobStatus status =
        run(
            Job.builder("graph")
                .stage(Stage.map(Tasks.Split.class, LINES, ONES).from(MORE))
                .stage(Stage.reduce(Tasks.Sum.class, ONES, COUNTS))
                .stage(Stage.map(Length.class, ONES, LENGTHS))
                .temporary(ONES)
                .build());
    assertThat(read(COUNTS)).isEqualTo(Map.of("a", 1L, "b", 3L, "ccc", 1L));
    assertThat(jobs.groups().get(LENGTHS, "b")).containsExactly(1L, 1L, 1L);
    assertThat(jobs.groups().get(LENGTHS, "ccc")).containsExactly(3L);
    assertThat(status.stages()).hasSize(3);
    assertThat(status.counters()).containsEntry("lines", 3L);

    run(
        Job.builder("alone")
            .stage(Stage.reduce(Tasks.Sum.class, COUNTS, all).from(LENGTHS))
            .build());
    assertThat(read(all)).isEqualTo(Map.of("a", 2L, "b", 6L, "ccc", 4L));
  }

  @Test
  void jobsThatRunAtTheSameTimeTellHowFarTheyAre() {
    TypedGroup<Long, String> lines = LINES.with(new TupleGroupSettings(24, 1));
    Map<Long, String> text = new TreeMap<>();
    for (long i = 0; i < 12_000; i++) {
      text.put(i, "all w" + i % 10);
    }
    text.put(12_000L, "long".repeat(50_000));
    write(lines, text);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TypedGroup<String, Long> ones = TypedGroup.of("ones" + i, STRING, LONG);
      TypedGroup<String, Long> counts = TypedGroup.of("counts" + i, STRING, LONG);
      ids.add(
          jobs.submit(
              Job.builder("at-once")
                  .stage(Stage.map(Tasks.SlowSplit.class, lines, ones))
                  .stage(Stage.reduce(Tasks.Sum.class, ones, counts))
                  .temporary(ones)
                  .build()));
    }
    Map<String, JobStatus> middle = new TreeMap<>();
    AtomicBoolean together = new AtomicBoolean();
    await("each was seen in the middle of its first stage")
        .atMost(LONG_WAIT)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              List<JobStatus> now =
                  ids.stream().map(id -> nodes.get(1).engine.find(id).orElseThrow()).toList();
              now.stream()
                  .filter(status -> status.stages().get(0).stepsDone() > 0)
                  .filter(status -> status.stages().get(0).stepsDone() < 24)
                  .forEach(status -> middle.putIfAbsent(status.id(), status));
              together.compareAndSet(false, now.stream().allMatch(JobStatus::isRunning));
              return middle.size() == ids.size();
            });
    assertThat(together).as("all ran at the same time").isTrue();
    assertThat(middle.values())
        .allSatisfy(
            status -> {
              assertThat(status.isRunning()).isTrue();
              assertThat(status.progress()).isBetween(0.01, 0.99);
              assertThat(status.remaining(Instant.now().plusMillis(1))).isPresent();
              assertThat(status.stages().get(0).steps()).isEqualTo(24);
              assertThat(status.stages().get(0).skew()).as("one long line").isGreaterThan(2);
              assertThat(status.counters().get("lines")).isBetween(1L, 12_001L);
            });
    for (int i = 0; i < 3; i++) {
      assertThat(jobs.await(ids.get(i), LONG_WAIT).state()).isEqualTo(JobStatus.State.DONE);
      assertThat(read(TypedGroup.of("counts" + i, STRING, LONG)))
          .hasSize(12)
          .containsEntry("all", 12_000L)
          .containsEntry("w3", 1200L);
    }
    assertThat(jobs.find(ids.get(0)).orElseThrow().remaining(Instant.now())).isEmpty();
  }
}
