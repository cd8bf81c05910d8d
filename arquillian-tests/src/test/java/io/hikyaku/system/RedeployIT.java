package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The application with the adapter inside, redeployed in a running server again and again. The
 * first class loader of all stays: Liberty's loggers keep the class that first asked for each of
 * them, and later ones get the same loggers.
 */
@ExtendWith(LogsOnFailure.class)
class RedeployIT {

  private static final int TIMES = 10;
  private static final int KEPT_BY_LOGGERS = 1;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ADAPTER = "io.hikyaku.jca.HikyakuResourceAdapter";

  @Test
  void noClassLoaderIsLeftBehind() throws IOException {
    NodeSettings settings =
        NodeSettings.alone("redeploy", "a")
            .with("hikyaku.layout", "embedded")
            .withOverrides("<applicationMonitor updateTrigger='polled' pollingRate='200ms'/>");
    try (LibertyNode node = new LibertyNode(settings)) {
      Path ear = node.application("hikyaku-ear-embedded.ear");
      Path built = ear.toRealPath();
      Files.delete(ear); // a link to what other tests use too
      Files.copy(built, ear);
      node.start();
      assertThat(adapters(node)).isEqualTo(1);

      Instant time = Files.getLastModifiedTime(ear).toInstant();
      for (int i = 1; i <= TIMES; i++) {
        Files.setLastModifiedTime(ear, FileTime.from(time.plusSeconds(60L * i)));
        int updates = i;
        await("update " + i)
            .atMost(SOON)
            .until(() -> node.log().count("CWWKZ0003I") == updates); // application updated
        node.awaitReady();
      }

      await("old class loaders are gone")
          .atMost(SOON)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(adapters(node)).isLessThanOrEqualTo(1 + KEPT_BY_LOGGERS));
    }
  }

  /** Loaded classes of the adapter: one for each class loader that is still there. */
  private static long adapters(LibertyNode node) {
    node.diagnose("GC.run");
    return node.diagnose("VM.class_hierarchy", ADAPTER)
        .lines()
        .filter(line -> line.contains(ADAPTER))
        .count();
  }
}
