package io.hikyaku.system;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Shows the end of the servers' logs under a test that failed. */
final class LogsOnFailure implements AfterTestExecutionCallback {

  private static final int LINES = 40;

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      for (LibertyNode node : LibertyNode.STARTED) {
        System.err.printf("--- the log of %s ends:%n%s%n", node, node.log().tail(LINES));
      }
    }
  }
}
