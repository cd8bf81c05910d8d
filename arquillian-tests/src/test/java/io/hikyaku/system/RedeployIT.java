package io.hikyaku.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The application with the adapter inside, deployed ten times more in a running server. The first
 * class loader of all stays: Liberty's loggers keep the class that first asked for each of them,
 * and later ones are given the same loggers. No other one stays.
 */
@ExtendWith(LogsOnFailure.class)
class RedeployIT {

  private static final int TIMES = 10;
  private static final int LIVE = 1;
  private static final int KEPT_BY_LOGGERS = 1;
  private static final String ADAPTER = "io.hikyaku.jca.HikyakuResourceAdapter";

  @Test
  void noClassLoaderIsLeftBehind() throws IOException {
    NodeSettings settings =
        NodeSettings.alone("redeploy", "a")
            .with("hikyaku.layout", "embedded")
            .withOverrides(Redeployed.WATCHED);
    try (LibertyNode node = new LibertyNode(settings)) {
      Path ear = node.file("apps/hikyaku-ear-embedded.ear");
      Path built = ear.toRealPath();
      Files.delete(ear); // a link to what other tests use too
      Files.copy(built, ear);
      Redeployed.forgetEarly(node);
      node.start();
      Redeployed application = new Redeployed(node, ear);
      application.awaitClasses(ADAPTER, LIVE);

      for (int i = 1; i <= TIMES; i++) {
        application.again();
      }
      node.awaitReady();
      application.awaitClasses(ADAPTER, LIVE + KEPT_BY_LOGGERS);
    }
  }
}
