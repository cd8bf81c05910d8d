package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Tasks.COUNTS;
import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.store.infinispan.TestClusters;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes are killed in the middle of a word count, of rounds and of a continuous job, one
 * after the other: the results are those of runs that nobody disturbed.
 */
class KillTest {

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int LINES_COUNT = 20_000;
  private static final long MESSAGES = 4000;

  @TempDir private Path logs;
  private Nodes.Node here;
  private JobEngine jobs;

  @Test
  void resultsAreThoseOfAnUndisturbedRun() {
    int[] ports = TestClusters.freePorts(4);
    String cluster = TestClusters.uniqueName();
    here =
        new Nodes.Node(
            NodeProcess.configuration(cluster, 1, ports),
            TaskFactory.of(KillTest.class.getClassLoader()),
            Clock.systemUTC());
    jobs = here.engine;
    try (NodeProcess two = new NodeProcess(cluster, 2, ports, log(2));
        NodeProcess three = new NodeProcess(cluster, 3, ports, log(3));
        NodeProcess four = new NodeProcess(cluster, 4, ports, log(4))) {
      awaitNodes(4);
      wordCount(two);
      awaitNodes(3);
      rounds(three);
      awaitNodes(2);
      windows(four);
    } finally {
      here.close();
    }
  }

  private File log(int number) {
    return logs.resolve("n" + number + ".log").toFile();
  }

  private void awaitNodes(int count) {
    await()
        .atMost(LONG)
        .until(
            () -> {
              ClusterStatus status = here.store.management().cluster();
              return status.nodes().size() == count
                  && status.state() == ClusterStatus.State.HEALTHY;
            });
  }

  private void finish(String id) {
    JobStatus status = jobs.await(id, LONG);
    assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
  }

  private Map<String, Long> read(TypedGroup<String, Long> group) {
    Map<String, Long> read = new HashMap<>();
    jobs.groups().forEach(group, (key, value) -> assertThat(read.put(key, value)).isNull());
    return read;
  }

  private void wordCount(NodeProcess victim) {
    jobs.groups().create(LINES);
    try (TupleWriter<Long, String> writer = jobs.groups().write(LINES)) {
      TupleWriter.Lane<Long, String> lane = writer.lane();
      for (long i = 0; i < LINES_COUNT; i++) {
        lane.write(i, "all w" + i % 10);
      }
      writer.commit();
    }
    String id =
        jobs.submit(
            Job.builder("words")
                .stage(Stage.map(Tasks.SlowSplit.class, LINES, ONES))
                .stage(Stage.reduce(Tasks.Sum.class, ONES, COUNTS))
                .temporary(ONES)
                .build());
    await().atMost(LONG).until(() -> jobs.find(id).orElseThrow().stages().get(0).stepsDone() >= 1);

    victim.kill();

    finish(id);
    Map<String, Long> counts = read(COUNTS);
    assertThat(counts).hasSize(11).containsEntry("all", (long) LINES_COUNT);
    for (int i = 0; i < 10; i++) {
      assertThat(counts).containsEntry("w" + i, LINES_COUNT / 10L);
    }
    jobs.groups().drop(COUNTS.name());
  }

  private void rounds(NodeProcess victim) {
    TypedGroup<String, Long> halved = TypedGroup.of("halved", COUNTS.keys(), COUNTS.values());
    jobs.groups().create(COUNTS);
    try (TupleWriter<String, Long> writer = jobs.groups().write(COUNTS)) {
      TupleWriter.Lane<String, Long> lane = writer.lane();
      for (int i = 0; i < 100; i++) {
        lane.write("key" + i, 1L << 20);
      }
      writer.commit();
    }
    String id =
        jobs.submit(
            Job.builder("rounds")
                .stage(Stage.map(Tasks.SlowHalve.class, COUNTS, halved))
                .repeat(COUNTS, halved, 50, "left", 0)
                .build());
    await().atMost(LONG).until(() -> jobs.find(id).orElseThrow().round() >= 3);

    victim.kill();

    finish(id);
    assertThat(jobs.find(id).orElseThrow().counters()).containsEntry("left", 2000L);
    assertThat(read(halved)).hasSize(100).containsValue(0L).doesNotContainValue(1L);
  }

  private void windows(NodeProcess victim) {
    Streams.createQueue(here.store);
    Streams.send(here.store, 0, MESSAGES);
    String id =
        jobs.submit(
            Streams.job(Streams.SlowNumbers.class, Window.tumbling(Duration.ofSeconds(1)), 3));
    await()
        .atMost(LONG)
        .until(() -> jobs.find(id).orElseThrow().counters().getOrDefault("mapped", 0L) > 400);

    victim.kill();

    await().atMost(LONG).until(() -> Streams.total(jobs, "messages") >= MESSAGES);
    assertThat(Streams.total(jobs, "messages")).isEqualTo(MESSAGES);
    assertThat(Streams.total(jobs, "sum")).isEqualTo(MESSAGES * (MESSAGES - 1) / 2);
    jobs.cancel(id);
  }
}
