package io.hikyaku.system;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One node between clients and servers that are not ours. What each of the standards asks for, and
 * which test shows it, stands in docs/smtp-conformance.md.
 */
@ExtendWith(LogsOnFailure.class)
class MailConformanceIT implements IndependentClients, IndependentServers, PostfixNeighbour {

  @TempDir private static Path directory;

  private static MailStage stage;

  @BeforeAll
  static void start() throws IOException {
    stage = new MailStage(directory);
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @AfterEach
  void stopSinks() {
    stage.stopSinks();
  }

  @Override
  public MailStage stage() {
    return stage;
  }
}
