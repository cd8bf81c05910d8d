package io.hikyaku.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Continuous jobs that are bad, or that read faster than they compute. */
class ContinuousFaultsTest {

  private static final Duration LONG = Duration.ofSeconds(40);
  private static Nodes nodes;
  private static volatile String missing = "none";
  private static volatile boolean stuck;
  private static volatile boolean open;

  private final JobEngine jobs = nodes.get(0).engine;
  private final QueueStore store = nodes.get(1).store;
  private String job;

  /** A number; some texts are handled badly. */
  public static final class Bad implements Mapper<String, ReceivedMessage, String, Long> {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void map(String key, ReceivedMessage message, Context<String, Long> context)
        throws Exception {
      switch (message.text()) {
        case "endless" -> {
          while (stuck) {
            Thread.onSpinWait();
          }
        }
        case "flood" -> {
          for (long i = 0; ; i++) {
            context.write("flood " + i, i);
          }
        }
        case "types" -> ((Context) context).write(7L, "seven");
        default -> new Streams.Numbers().map(key, message, context);
      }
    }
  }

  /** Fails until it is told not to; so it holds no thread meanwhile. */
  public static final class Gate implements Reducer<String, Long, String, Long> {
    @Override
    public void reduce(String key, Iterator<Long> values, Context<String, Long> context) {
      if (!open) {
        throw new IllegalStateException("the gate is closed");
      }
      new Tasks.Sum().reduce(key, values, context);
    }
  }

  @BeforeAll
  static void start() {
    TaskFactory all = TaskFactory.of(ContinuousFaultsTest.class.getClassLoader());
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
    stuck = false;
    nodes.close();
  }

  @BeforeEach
  void createQueue() {
    Streams.createQueue(store);
  }

  @AfterEach
  void clean() {
    stuck = false;
    missing = "none";
    jobs.cancel(job);
    jobs.groups().list().forEach(group -> jobs.groups().drop(group.name()));
    store.management().deleteGroup("numbers");
  }

  private static Job.Builder job(Window window) {
    return Job.builder("bad")
        .source(QueueSource.of("numbers", Bad.class, Streams.READ, window))
        .stage(Stage.reduce(Tasks.Sum.class, Streams.READ, Streams.SUMS));
  }

  private void send(String text) {
    UnitOfWork unit = store.begin();
    unit.send("numbers", Message.of(text));
    unit.commit().toCompletableFuture().join();
  }

  private JobStatus status() {
    return jobs.find(job).orElseThrow();
  }

  private String awaitFailure() {
    await().atMost(LONG).until(() -> status().state() == JobStatus.State.FAILED);
    return status().failure().orElseThrow();
  }

  /** Whatever becomes of a job, no message is lost: each is counted, or still there. */
  private Set<String> texts() {
    Set<String> texts = new HashSet<>();
    store.management().scan("numbers", message -> texts.add(message.text()));
    return texts;
  }

  private void awaitSpaceBack() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(jobs.groups().list())
                  .allMatch(group -> group.name().startsWith(Streams.SUMS.name()));
              assertThat(nodes.get(0).store.tuples().usedBytes()).isLessThan(100_000);
            });
  }

  @Test
  void aMapperThatNeverReturnsFailsTheJobAndItsMessagesAreStillThere() {
    stuck = true;
    send("endless");
    job =
        jobs.submit(
            job(Window.tumbling(1000)).stepTimeout(Duration.ofSeconds(2)).attempts(2).build());

    String failure = awaitFailure();

    assertThat(failure)
        .contains("longer than PT2S")
        .contains("tried 2 times")
        .contains("Bad")
        .containsPattern("at key \\S+-\\S+, on node n");
    await().atMost(LONG).until(() -> texts().equals(Set.of("endless")));
    List<MessageStatus> left = store.management().browse("numbers", 0, 10);
    assertThat(left)
        .singleElement()
        .satisfies(message -> assertThat(message.failedDeliveries()).isEqualTo(2));
    awaitSpaceBack();
  }

  @Test
  void messagesWhoseTuplesAreTooManyOrOfWrongTypesAreDeadLettersAndTheOthersCount() {
    job = jobs.submit(job(Window.tumbling(10)).build());
    Streams.send(store, 0, 5);
    send("flood");
    send("types");
    Streams.send(store, 5, 10);

    await().atMost(LONG).until(() -> status().round() == 1);

    assertThat(Streams.windows(jobs).get(0L))
        .containsEntry("messages", 10L)
        .containsEntry("sum", 45L)
        .hasSize(2);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(store.management().browse("numbers.dead", 0, 10)).hasSize(2));
    assertThat(status().isRunning()).isTrue();
    assertThat(status().failures())
        .extracting(JobStatus.Failure::cause)
        .anyMatch(cause -> cause.contains("tuples for one message"))
        .anyMatch(cause -> cause.contains("ClassCastException"));
    assertThat(status().failures())
        .allSatisfy(
            failure ->
                assertThat(failure.example())
                    .contains("at message", "of group numbers", "on node"));
  }

  @Test
  void aMissingMapperIsNamedAndTheMessagesAreStillThere() {
    missing = Bad.class.getName();
    Streams.send(store, 0, 3);
    job = jobs.submit(job(Window.tumbling(10)).attempts(2).build());

    assertThat(awaitFailure())
        .contains("ContinuousFaultsTest$Bad", "deployed on this node", "on node n");
    await().atMost(LONG).until(() -> texts().equals(Set.of("0", "1", "2")));
  }

  @Test
  void aJobWhoseStepsHaveLittleTimeWaitsForMessages() {
    job =
        jobs.submit(
            job(Window.tumbling(10)).stepTimeout(Duration.ofMillis(900)).attempts(2).build());

    await("two attempts would have run out of time")
        .atMost(LONG)
        .during(Duration.ofSeconds(3))
        .until(() -> status().isRunning());

    Streams.send(store, 0, 10);
    await().atMost(LONG).until(() -> status().round() == 1);
  }

  @Test
  void aQueueGroupDeletedUnderAJobFailsIt() {
    job = jobs.submit(job(Window.tumbling(10)).build());
    Streams.send(store, 0, 15);
    await().atMost(LONG).until(() -> status().round() == 1);

    store.management().deleteGroup("numbers");

    assertThat(awaitFailure()).contains("numbers");
    assertThat(Streams.windows(jobs)).containsOnlyKeys(0L);
    awaitSpaceBack();
    Streams.createQueue(store); // for the clean-up
  }

  @Test
  void readingRestsWhileWindowsAreNotComputedAndSendersAreNotHeldUp() {
    open = false;
    long messages = 4000;
    job =
        jobs.submit(
            Job.builder("gate")
                .source(
                    QueueSource.of(
                        "numbers", Streams.SlowNumbers.class, Streams.READ, Window.tumbling(50)))
                .stage(Stage.reduce(Gate.class, Streams.READ, Streams.SUMS))
                .attempts(100)
                .build());
    Streams.send(store, 0, messages);

    await().atMost(LONG).until(() -> mapped() >= 8 * 50);
    await().atMost(LONG).during(Duration.ofMillis(1500)).until(new Still(this::mapped));
    long read = mapped();
    assertThat(read).isLessThan(messages - 500);
    assertThat(texts()).as("the queue has the rest").hasSizeGreaterThanOrEqualTo(500);
    assertThat(status().failures())
        .anyMatch(failure -> failure.cause().contains("the gate is closed"));

    open = true;
    await().atMost(LONG).until(() -> status().round() >= 8 && mapped() > read);
    assertThat(Streams.windows(jobs).values())
        .allSatisfy(sums -> assertThat(sums).containsEntry("messages", 50L));
  }

  private long mapped() {
    return status().counters().getOrDefault("mapped", 0L);
  }

  /** Whether a number is the same as when it was looked at before. */
  private static final class Still implements Callable<Boolean> {
    private final LongSupplier number;
    private long before = -1;

    Still(LongSupplier number) {
      this.number = number;
    }

    @Override
    public Boolean call() {
      long now = number.getAsLong();
      boolean same = now == before;
      before = now;
      return same;
    }
  }
}
