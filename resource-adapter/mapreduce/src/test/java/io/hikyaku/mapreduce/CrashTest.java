package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Tasks.COUNTS;
import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.api.mapreduce.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node dies in the middle of a job: the result is that of a run that nobody disturbed. */
class CrashTest {

  private static final int LINES_COUNT = 20_000;

  private static void writeLines(JobEngine jobs) {
    jobs.groups().create(LINES);
    try (TupleWriter<Long, String> writer = jobs.groups().write(LINES)) {
      TupleWriter.Lane<Long, String> lane = writer.lane();
      for (long i = 0; i < LINES_COUNT; i++) {
        lane.write(i, "all w" + i % 10 + " x" + i % 1000);
      }
      writer.commit();
    }
  }

  @Test
  void roundsGoOnWhereTheyWere() {
    TypedGroup<String, Long> halved = TypedGroup.of("halved", COUNTS.keys(), COUNTS.values());
    try (Nodes nodes = Nodes.start(3)) {
      JobEngine jobs = nodes.get(1).engine;
      jobs.groups().create(COUNTS);
      try (TupleWriter<String, Long> writer = jobs.groups().write(COUNTS)) {
        TupleWriter.Lane<String, Long> lane = writer.lane();
        for (int i = 0; i < 100; i++) {
          lane.write("key" + i, 1L << 20);
        }
        writer.commit();
      }
      String id =
          nodes
              .get(0)
              .engine
              .submit(
                  Job.builder("rounds")
                      .stage(Stage.map(Tasks.SlowHalve.class, COUNTS, halved))
                      .repeat(COUNTS, halved, 50, "left", 0)
                      .build());
      await().atMost(Duration.ofSeconds(20)).until(() -> jobs.find(id).orElseThrow().round() >= 3);

      nodes.get(0).crash();

      JobStatus status = jobs.await(id, Duration.ofSeconds(60));
      assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
      assertThat(status.round()).isEqualTo(20);
      assertThat(status.counters()).containsEntry("left", 2000L);
      Map<String, Long> values = new HashMap<>();
      jobs.groups().forEach(halved, (key, value) -> assertThat(values.put(key, value)).isNull());
      assertThat(values).hasSize(100);
      assertThat(values.values()).containsOnly(0L);
    }
  }

  @Test
  void wordCountIsRightToTheLastCount() {
    try (Nodes nodes = Nodes.start(3)) {
      JobEngine jobs = nodes.get(1).engine;
      writeLines(jobs);
      // submitted at the node that dies, which is also the eldest
      String id =
          nodes
              .get(0)
              .engine
              .submit(
                  Job.builder("crash")
                      .stage(Stage.map(Tasks.SlowSplit.class, LINES, ONES))
                      .stage(Stage.reduce(Tasks.Sum.class, ONES, COUNTS))
                      .temporary(ONES)
                      .build());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> jobs.find(id).orElseThrow().stages().get(0).stepsDone() >= 2);

      nodes.get(0).crash();

      JobStatus status = jobs.await(id, Duration.ofSeconds(60));
      assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
      Map<String, Long> counts = new HashMap<>();
      jobs.groups().forEach(COUNTS, (word, count) -> assertThat(counts.put(word, count)).isNull());
      assertThat(counts).hasSize(1011).containsEntry("all", (long) LINES_COUNT);
      for (int i = 0; i < 10; i++) {
        assertThat(counts).containsEntry("w" + i, LINES_COUNT / 10L);
      }
      for (int i = 0; i < 1000; i++) {
        assertThat(counts).containsEntry("x" + i, LINES_COUNT / 1000L);
      }
      assertThat(status.counters()).containsEntry("lines", (long) LINES_COUNT);
    }
  }

  @Test
  void eachMessageOfAContinuousJobCountsOnceInItsWindow() {
    long messages = 4000;
    try (Nodes nodes = Nodes.start(3)) {
      JobEngine jobs = nodes.get(1).engine;
      Streams.createQueue(nodes.get(1).store);
      Streams.send(nodes.get(1).store, 0, messages);
      String id =
          nodes
              .get(0)
              .engine
              .submit(
                  Streams.job(
                      Streams.SlowNumbers.class, Window.tumbling(Duration.ofSeconds(1)), 3));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  jobs.find(id).orElseThrow().counters().getOrDefault("mapped", 0L)
                      > messages / 10);

      nodes.get(0).crash();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(jobs.find(id).orElseThrow().failure()).isEmpty();
                assertThat(Streams.total(jobs, "messages")).isGreaterThanOrEqualTo(messages);
              });
      assertThat(Streams.total(jobs, "messages")).isEqualTo(messages);
      assertThat(Streams.total(jobs, "sum")).isEqualTo(messages * (messages - 1) / 2);
      Streams.windows(jobs)
          .forEach(
              (start, sums) ->
                  assertThat(sums)
                      .hasSize(3)
                      .containsEntry("second " + start, sums.get("messages")));
      assertThat(jobs.find(id).orElseThrow().counters()).containsEntry("mapped", messages);
      jobs.cancel(id);
    }
  }
}
