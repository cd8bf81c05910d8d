package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node that {@code ./run} started, as node 9: developers seldom have so many. */
final class RunScript {

  private static final Pattern SEND_LINE = Pattern.compile("^  (bash -c '.*')$", Pattern.MULTILINE);

  private static final int SMTP_PORT = FreePorts.any();
  private static final int HTTP_PORT = FreePorts.any();
  static final int HTTPS_PORT = FreePorts.any();
  private static final int CLUSTER_PORT = FreePorts.cluster();

  private static final Path WORK = Built.WORK.resolve("run");

  static final Mailboxes MAILBOXES = new Mailboxes(WORK.resolve("mailbox"));

  private final Path output;
  private final Process process;
  private final long startedNanos = System.nanoTime();

  private RunScript(Path output, Process process) {
    this.output = output;
    this.process = process;
  }

  static RunScript start(String... options) throws IOException {
    Path output = Files.createTempFile(Files.createDirectories(WORK), "run", ".txt");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", Built.ROOT.resolve("run").toString(), "--node", "9"));
    command.addAll(List.of("--no-build", "--mailbox", MAILBOXES.directory().toString()));
    command.addAll(List.of("--smtp-port", Integer.toString(SMTP_PORT)));
    command.addAll(List.of("--http-port", Integer.toString(HTTP_PORT)));
    command.addAll(List.of("--https-port", Integer.toString(HTTPS_PORT)));
    command.addAll(List.of("--cluster-port", Integer.toString(CLUSTER_PORT)));
    command.addAll(List.of("--hosts", "127.0.0.1:" + CLUSTER_PORT));
    command.addAll(List.of("--set", "hikyaku.cluster.name=run-script"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new RunScript(output, process);
  }

  /**
   * Waits for what it says when it is ready.
   *
   * @return how long it took
   */
  Duration awaitReady(Duration atMost) {
    await("./run says that it is ready")
        .atMost(atMost)
        .failFast(this::failIfEnded)
        .until(() -> output().contains("is ready after") && output().contains("Another node"));
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private void failIfEnded() {
    if (!process.isAlive()) {
      throw new AssertionError("./run ended:\n" + output());
    }
  }

  /** Runs the line that it gives for a first mail, as it is. */
  void sendAsItSays() {
    Matcher line = SEND_LINE.matcher(output());
    if (!line.find()) {
      throw new AssertionError("./run gives no line for a first mail:\n" + output());
    }
    Commands.run("bash", "-c", line.group(1));
  }

  /**
   * What Ctrl-C does.
   *
   * @return the exit status
   */
  int terminate(Duration atMost) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      // before the script, which would leave them behind
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("./run does not end:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }

  int smtpPort() {
    return SMTP_PORT;
  }
}
