package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.system.CountingApplication.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two servers whose beans run the steps of a word count, of PageRank and of a continuous job, all
 * three at a time. The server that took the jobs is killed in the middle of them: the results are
 * those of the run before, which nobody disturbed, to the last count.
 */
@ExtendWith(LogsOnFailure.class)
class MapReduceKillIT {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int MESSAGES = 2000;

  private static LibertyNode victim;
  private static LibertyNode survivor;

  @BeforeAll
  static void start() {
    NodeSettings first = node("a");
    NodeSettings second = node("b");
    String hosts = first.hosts() + "," + second.hosts();
    victim = new LibertyNode(first.withHosts(hosts));
    survivor = new LibertyNode(second.withHosts(hosts));
    new TwoNodes(survivor, victim).ensureWhole();
  }

  private static NodeSettings node(String name) {
    return NodeSettings.alone("mapreduce-kill", name)
        .with("hikyaku.groups", CountingApplication.GROUPS)
        .withOverrides(CountingApplication.deployed());
  }

  @AfterAll
  static void stop() {
    victim.close();
    survivor.close();
  }

  private static Map<String, String> start(
      String run, int wordPause, int rankPause, int textPause) {
    CountingApplication application = new CountingApplication(victim);
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("windows", application.start("windows", run, textPause));
    ids.put("ranks", application.start("ranks", run, rankPause));
    ids.put("words", application.start("words", run, wordPause));
    return ids;
  }

  private static Map<String, String> results(String run, Map<String, String> ids) {
    CountingApplication application = new CountingApplication(survivor);
    for (String job : List.of("words", "ranks")) {
      await(job + " is done")
          .atMost(LONG)
          .ignoreExceptions()
          .until(() -> !application.progress(ids.get(job)).isRunning());
      assertThat(application.progress(ids.get(job)))
          .as(job)
          .extracting(Progress::state, Progress::failure)
          .containsExactly("DONE", "");
    }
    await("all messages are in windows")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(application.progress(ids.get("windows")).failure()).isEmpty();
              assertThat(application.result("windows", run).lines()).hasSize(MESSAGES);
            });
    Map<String, String> results = new LinkedHashMap<>();
    ids.keySet().forEach(job -> results.put(job, application.result(job, run)));
    return results;
  }

  @Test
  void resultsAreThoseOfTheUndisturbedRun() {
    Map<String, String> expected = results("undisturbed", start("undisturbed", 0, 0, 0));
    assertThat(expected.get("words").lines()).hasSize(1008).contains("all=10000", "x7=10");
    assertThat(expected.get("ranks").lines()).hasSize(200);
    assertThat(expected.get("windows").lines()).allMatch(line -> line.endsWith("=1"));

    Map<String, String> ids = start("disturbed", 1500, 100, 4);
    CountingApplication before = new CountingApplication(victim);
    await("all jobs are in their middle")
        .atMost(LONG)
        .until(
            () ->
                before.progress(ids.get("words")).stepsDone() >= 2
                    && before.progress(ids.get("ranks")).round() >= 2
                    && before.progress(ids.get("windows")).mapped() >= MESSAGES / 20);
    assertThat(ids.values())
        .allMatch(id -> before.progress(id).isRunning())
        .anyMatch(
            id -> before.progress(id).mapped() > 0 && before.progress(id).mapped() < MESSAGES);
    victim.kill();

    assertThat(results("disturbed", ids)).isEqualTo(expected);
  }
}
