package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/** An archive that is deployed anew in a running server, and what stays of its class loaders. */
record Redeployed(LibertyNode node, Path archive) {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** The element of server.xml for it: the server looks whether the archive has changed. */
  static final String WATCHED = "<applicationMonitor updateTrigger='polled' pollingRate='100ms'/>";

  /**
   * Before the server is started: it lets go what is softly reachable, as it would if memory were
   * short; a class loader may be kept so for many minutes otherwise.
   */
  static void forgetEarly(LibertyNode node) {
    try {
      Files.writeString(
          node.file("jvm.options"),
          "\n-XX:SoftRefLRUPolicyMSPerMB=0\n",
          UTF_8,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deploys it anew, and waits until that is done. */
  void again() {
    long before = node.log().count("CWWKZ0003I"); // application updated
    try {
      FileTime time = Files.getLastModifiedTime(archive);
      Files.setLastModifiedTime(
          archive, FileTime.from(time.toInstant().plus(Duration.ofMinutes(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await(archive.getFileName() + " is updated")
        .atMost(SOON)
        .until(() -> node.log().count("CWWKZ0003I") > before);
  }

  /** Waits until there are so few classes of this name: there is one in each class loader. */
  void awaitClasses(String name, int atMost) {
    await("old class loaders are gone")
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(classes(name)).isBetween(1L, (long) atMost));
  }

  private long classes(String name) {
    node.diagnose("GC.run");
    return node.diagnose("VM.class_hierarchy", name)
        .lines()
        .filter(line -> line.contains(name + "/"))
        .count();
  }
}
