package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server dies at each step of the two-phase protocol between a database and the store; another
 * keeps what was prepared. When the first is started again, both resources end alike. A few of the
 * steps; all of them: {@code mvn verify -pl arquillian-tests -Dit.test=CrashRecoveryIT
 * -Dhikyaku.crashes=all}.
 */
@ExtendWith(LogsOnFailure.class)
class CrashRecoveryIT {

  private static final Duration RECOVERY = Duration.ofSeconds(60);

  private static final boolean ALL = "all".equals(System.getProperty("hikyaku.crashes"));

  private static LibertyNode crashing;
  private static TwoNodes cluster;
  private static int number;

  @BeforeAll
  static void start() {
    NodeSettings a = NodeSettings.alone("crash-recovery", "a");
    NodeSettings b = NodeSettings.alone("crash-recovery", "b");
    String hosts = a.hosts() + "," + b.hosts();
    String groups = RecoveryApplication.GROUPS;
    LibertyNode survivor = new LibertyNode(a.withHosts(hosts).with("hikyaku.groups", groups));
    crashing =
        new LibertyNode(
            b.withHosts(hosts)
                .with("hikyaku.groups", groups)
                .withOverrides(RecoveryApplication.deployed()));
    cluster = new TwoNodes(survivor, crashing);
    cluster.ensureWhole();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** What is changed first, where the database crashes, and the outcome. */
  static Stream<Arguments> placed() {
    Stream<Arguments> some =
        Stream.of(
            // not decided: a branch of the store is prepared
            Arguments.of("database", "after-prepare", 0),
            // decided, and not all have committed
            Arguments.of("database", "before-commit", 1));
    Stream<Arguments> others =
        Stream.of(
            Arguments.of("store", "after-prepare", 0),
            Arguments.of("database", "before-prepare", 0),
            Arguments.of("store", "before-prepare", 0),
            Arguments.of("database", "after-commit", 1),
            Arguments.of("store", "before-commit", 1),
            Arguments.of("store", "after-commit", 1));
    return ALL ? Stream.concat(some, others) : some;
  }

  static Stream<String> received() {
    return ALL
        ? Stream.of("before-prepare", "after-prepare", "before-commit", "after-commit")
        : Stream.of("after-prepare", "before-commit");
  }

  @ParameterizedTest
  @MethodSource("placed")
  void whatAnApplicationDoesInBothEndsAlike(String first, String step, int outcome) {
    String id = "placed-" + number++;
    crash("/recovery/order?do=place&id=" + id + "&first=" + first + "&step=" + step);

    recover(id, "rows=%d sent=%d waiting=0 doubt=0".formatted(outcome, outcome));
  }

  @ParameterizedTest
  @MethodSource("received")
  void whatABeanDoesInBothIsDoneOnce(String step) {
    String id = "received-" + number++;
    crash("/recovery/order?do=receive&id=" + id + "&step=" + step);

    recover(id, "rows=1 sent=1 waiting=0 doubt=0");
  }

  private static void crash(String path) {
    try {
      crashing.http().get(path);
    } catch (UncheckedIOException e) {
      // the server died before it answered
    }
    await("the crash").atMost(RECOVERY).until(() -> !crashing.isAlive());
  }

  private static void recover(String id, String expected) {
    cluster.ensureWhole();
    await("recovery of " + id)
        .atMost(RECOVERY)
        .untilAsserted(
            () ->
                assertThat(new RecoveryApplication(crashing).order("do=look&id=" + id).body())
                    .isEqualTo(expected));
  }
}
