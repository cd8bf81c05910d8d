package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server is killed while a transaction stands at each step of the two-phase protocol between a
 * database and the store, outbound and inbound; another server keeps what was prepared. When the
 * first is started again, both resources end alike.
 *
 * <p>All transactions stand there at the same time, so that one crash does for all of them. Open
 * Liberty prepares first what was enlisted last, and commits in the reverse order.
 */
@ExtendWith(LogsOnFailure.class)
class CrashRecoveryIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> STEPS =
      List.of("before-prepare", "after-prepare", "before-commit", "after-commit");

  private static TwoNodes cluster;
  private static RecoveryApplication application;

  @BeforeAll
  static void crash() {
    NodeSettings a = NodeSettings.alone("crash-recovery", "a");
    NodeSettings b = NodeSettings.alone("crash-recovery", "b");
    String hosts = a.hosts() + "," + b.hosts();
    String groups = RecoveryApplication.GROUPS;
    LibertyNode survivor = new LibertyNode(a.withHosts(hosts).with("hikyaku.groups", groups));
    LibertyNode crashing =
        new LibertyNode(
            b.withHosts(hosts)
                .with("hikyaku.groups", groups)
                .withOverrides(RecoveryApplication.deployed()));
    cluster = new TwoNodes(survivor, crashing);
    cluster.ensureWhole();
    application = new RecoveryApplication(crashing);
    application.makeTable();
    for (String step : STEPS) {
      application.place("placed-database-" + step, "database", step);
      application.place("placed-store-" + step, "store", step);
      application.receive("received-database-" + step, "database", step);
      application.receive("received-store-" + step, "store", step);
    }
    await("all are held")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(application.held()).startsWith("held=16 "));
    // the four placed with the database first; of what the bean received with the database first,
    // those that are decided about
    assertThat(application.held()).as("branches in doubt").matches("held=16 doubt=[68]");
    System.out.println("HELD " + application.held());
    crashing.kill();
    cluster.ensureWhole();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** What is changed, or commits, first, and where the database stands. */
  static Stream<Arguments> transactions() {
    return Stream.of("database", "store")
        .flatMap(first -> STEPS.stream().map(step -> Arguments.of(first, step)));
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void whatAnApplicationDoesInBothEndsAlike(String first, String step) {
    awaitRecovered("placed-" + first + "-" + step, step.endsWith("prepare") ? 0 : 1);
  }

  @ParameterizedTest
  @MethodSource("transactions")
  void whatABeanDoesInBothIsDoneOnce(String first, String step) {
    awaitRecovered("received-" + first + "-" + step, 1);
  }

  private static void awaitRecovered(String id, int outcome) {
    await("recovery of " + id)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(application.look(id))
                    .isEqualTo("rows=%d sent=%d waiting=0 doubt=0".formatted(outcome, outcome)));
  }
}
