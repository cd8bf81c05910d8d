package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Streams.READ;
import static io.hikyaku.mapreduce.Streams.SUMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Continuous jobs on two nodes in one JVM, with a clock of the test's. */
class ContinuousTest {

  private static final Duration LONG = Duration.ofSeconds(40);
  private static final TypedGroup<String, Long> COPY =
      TypedGroup.of("copy", SUMS.keys(), SUMS.values());
  private static final TypedGroup<String, Long> MORE =
      TypedGroup.of("more", SUMS.keys(), SUMS.values());
  private static final TypedGroup<String, Long> OUT =
      TypedGroup.of("out", SUMS.keys(), SUMS.values());
  private static final SetClock CLOCK = new SetClock();
  private static Nodes nodes;

  private final JobEngine jobs = nodes.get(0).engine;
  private final QueueStore store = nodes.get(1).store;
  private String job;

  /** Stands still until it is moved on. */
  private static final class SetClock extends Clock {
    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

    void advance(long millis) {
      now.addAndGet(millis);
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeAll
  static void start() {
    nodes = Nodes.start(2, CLOCK);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @BeforeEach
  void createQueue() {
    Streams.createQueue(store);
  }

  @AfterEach
  void clean() {
    if (job != null) {
      jobs.cancel(job);
    }
    jobs.groups().list().forEach(group -> jobs.groups().drop(group.name()));
    store.management().deleteGroup("numbers");
  }

  private void awaitWindows(int number) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(jobs.find(job).orElseThrow().failure()).isEmpty();
              assertThat(jobs.find(job).orElseThrow().round()).isGreaterThanOrEqualTo(number);
            });
  }

  private static Map<String, Long> sums(long from, long to) {
    return Map.of("messages", to - from, "sum", LongStream.range(from, to).sum());
  }

  @Test
  void tumblingWindowsByCountHaveSoManyMessages() {
    job = jobs.submit(Streams.job(Streams.Numbers.class, Window.tumbling(100), 1));
    Streams.send(store, 0, 1050);

    awaitWindows(10);

    assertThat(Streams.windows(jobs).keySet())
        .containsExactlyElementsOf(LongStream.range(0, 10).mapToObj(w -> w * 100).toList());
    assertThat(Streams.windows(jobs).values())
        .allSatisfy(sums -> assertThat(sums).containsEntry("messages", 100L));
    JobStatus status = jobs.find(job).orElseThrow();
    assertThat(status.round()).isEqualTo(10);
    assertThat(status.counters()).containsEntry("mapped", 1050L).containsEntry("words", 20L);
  }

  @Test
  void slidingWindowsByCountOverlap() {
    job = jobs.submit(Streams.job(Streams.Numbers.class, Window.sliding(100, 40), 1));
    Streams.send(store, 0, 500);

    awaitWindows(11);

    Map<Long, Map<String, Long>> windows = Streams.windows(jobs);
    assertThat(windows.keySet())
        .containsExactlyElementsOf(LongStream.range(0, 11).mapToObj(w -> w * 40).toList());
    assertThat(windows.values())
        .allSatisfy(sums -> assertThat(sums).containsEntry("messages", 100L));
  }

  @Test
  void windowsByTimeHaveWhatCameInTheirTimeHoweverLateItIsRead() {
    store.management().pause("numbers");
    long start = CLOCK.millis();
    for (int second = 0; second < 5; second++) {
      Streams.send(store, second * 100L, second * 100L + 100);
      CLOCK.advance(1000);
    }
    job =
        jobs.submit(Streams.job(Streams.Numbers.class, Window.tumbling(Duration.ofSeconds(1)), 2));
    store.management().resume("numbers");
    CLOCK.advance(1000);

    awaitWindows(5);

    Map<Long, Map<String, Long>> windows = Streams.windows(jobs);
    assertThat(windows).hasSize(5);
    for (int second = 0; second < 5; second++) {
      assertThat(windows)
          .containsEntry(start + second * 1000L, sums(second * 100L, second * 100L + 100));
    }
  }

  @Test
  void slidingWindowsByTimeOverlapAndEmptyOnesAreLeftOut() {
    long start = CLOCK.millis();
    job =
        jobs.submit(
            Streams.job(
                Streams.Numbers.class,
                Window.sliding(Duration.ofSeconds(4), Duration.ofSeconds(2)),
                2));
    Streams.send(store, 0, 10);
    CLOCK.advance(2000);
    Streams.send(store, 10, 30);
    CLOCK.advance(3_600_000);
    Streams.send(store, 30, 60);
    CLOCK.advance(5000);

    awaitWindows(5);

    assertThat(Streams.windows(jobs))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                start - 2000,
                sums(0, 10),
                start,
                sums(0, 30),
                start + 2000,
                sums(10, 30),
                start + 3_600_000,
                sums(30, 60),
                start + 3_602_000,
                sums(30, 60)));
  }

  @Test
  void aMessageThatCannotBeMappedGoesToTheDeadLettersAndTheOthersCount() {
    job = jobs.submit(Streams.job(Streams.Numbers.class, Window.tumbling(10), 1));
    Streams.send(store, 0, 5);
    UnitOfWork unit = store.begin();
    unit.send("numbers", Message.of("no number"));
    unit.commit().toCompletableFuture().join();
    Streams.send(store, 5, 10);

    awaitWindows(1);

    assertThat(Streams.windows(jobs)).containsEntry(0L, sums(0, 10));
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(store.management().browse("numbers.dead", 0, 10)).hasSize(1));
    JobStatus status = jobs.find(job).orElseThrow();
    assertThat(status.isRunning()).isTrue();
    assertThat(status.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.cause()).contains("NumberFormatException"))
        .satisfies(
            failure ->
                assertThat(failure.example()).contains("no number", "of group numbers", "on node"))
        .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(3));
  }

  @Test
  void aCancelledJobStopsReadingAndLeavesTheMessagesAndTheWindowsThatAreDone() {
    job = jobs.submit(Streams.job(Streams.Numbers.class, Window.tumbling(100), 1));
    Streams.send(store, 0, 150);
    awaitWindows(1);

    assertThat(jobs.cancel(job)).isTrue();

    Streams.send(store, 150, 200);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(jobs.groups().list())
                    .singleElement()
                    .satisfies(group -> assertThat(group.name()).isEqualTo("sums/0")));
    Job again = Streams.job(Streams.Numbers.class, Window.tumbling(100), 1);
    assertThatThrownBy(() -> jobs.submit(again))
        .as("its first window is there already")
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("'sums/0'")
        .hasMessageContaining("drop them first");
    assertThat(store.receive("numbers", 100, LONG)).isNotEmpty();
  }

  /** Looks its key up in the output of the stage before, by the name that the job gave it. */
  public static final class Both implements Joiner<String, String, Long> {
    @Override
    public void join(String key, Sides sides, Context<String, Long> context) {
      long sum = sides.of(SUMS).next() + sides.of(MORE).next();
      context.write(OUT, key, sum + context.lookup(SUMS, key).get(0));
    }
  }

  /** A sum, to two groups. */
  public static final class Twice implements Reducer<String, Long, String, Long> {
    @Override
    public void reduce(String key, Iterator<Long> values, Context<String, Long> context) {
      new Tasks.Sum().reduce(key, values, context);
      context.write(MORE, key, 1000L);
    }
  }

  @Test
  void groupsOfAWindowGoByTheNamesThatTheJobGaveThem() {
    job =
        jobs.submit(
            Job.builder("named")
                .source(QueueSource.of("numbers", Streams.Numbers.class, READ, Window.tumbling(10)))
                .stage(Stage.reduce(Twice.class, READ, SUMS).alsoTo(MORE))
                .stage(Stage.join(Joiner.Kind.INNER, Both.class, SUMS, MORE, COPY).alsoTo(OUT))
                .build());
    Streams.send(store, 0, 10);

    awaitWindows(1);

    TypedGroup<String, Long> out = TypedGroup.of("out/0", SUMS.keys(), SUMS.values());
    assertThat(jobs.groups().get(out, "messages")).containsExactly(1020L);
    assertThat(jobs.groups().get(out, "sum")).containsExactly(1090L);
  }

  @Test
  void whatIsOldIsDroppedAndAnOutputThatIsThereIsAddedTo() {
    jobs.groups().create(SUMS);
    Job kept =
        Job.builder("kept")
            .source(
                QueueSource.of("numbers", Streams.Numbers.class, READ, Window.tumbling(10)).keep(2))
            .stage(Stage.reduce(Tasks.Sum.class, READ, SUMS))
            .stage(Stage.reduce(Tasks.Sum.class, READ, COPY))
            .build();
    job = jobs.submit(kept);
    Streams.send(store, 0, 60);

    await().atMost(LONG).until(() -> jobs.find(job).orElseThrow().round() == 6);

    assertThat(jobs.groups().get(SUMS, "messages")).containsExactly(10L, 10L, 10L, 10L, 10L, 10L);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(jobs.groups().list().stream().map(group -> group.name()))
                    .containsExactlyInAnyOrder("sums", "copy/40", "copy/50"));
  }

  @Test
  void aQueueGroupThatIsNotThereIsNamed() {
    Job other =
        Job.builder("other")
            .source(QueueSource.of("absent", Streams.Numbers.class, READ, Window.tumbling(10)))
            .stage(Stage.reduce(Tasks.Sum.class, READ, SUMS))
            .build();
    assertThatThrownBy(() -> jobs.submit(other))
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("absent");
  }
}
