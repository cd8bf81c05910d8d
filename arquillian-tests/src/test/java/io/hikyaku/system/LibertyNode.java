package io.hikyaku.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One real server with the adapter and the application, in a directory of its own. It can be
 * started again after it has ended, in whatever way. Not thread-safe.
 */
final class LibertyNode implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  /** Those that run or ran: for the log when a test fails. */
  static final ConcurrentLinkedQueue<LibertyNode> STARTED = new ConcurrentLinkedQueue<>();

  static {
    // a test run that is interrupted leaves no server behind
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> STARTED.forEach(node -> node.process.destroyForcibly())));
  }

  private final NodeSettings settings;
  private final Path home;
  private final NodeLog log;
  private Process process;

  LibertyNode(NodeSettings settings) {
    this.settings = settings;
    this.home = Built.WORK.resolve(settings.directory());
    this.log = new NodeLog(home.resolve("logs"));
    new NodeDirectory(home, settings).write();
  }

  /** Starts it and returns at once. */
  LibertyNode launch() {
    if (isAlive()) {
      throw new IllegalStateException(this + " runs already");
    }
    log.begin();
    process = server("run");
    STARTED.add(this);
    return this;
  }

  /** Starts it and waits until it is ready for mail. */
  LibertyNode start() {
    return launch().awaitReady();
  }

  LibertyNode awaitReady() {
    try {
      await(this + " is ready")
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .failFast(this::failIfHopeless)
          .until(() -> http().statusOf("/health/ready") == 200);
    } catch (ConditionTimeoutException e) {
      signal("QUIT"); // the JVM writes its threads to the console
      throw new AssertionError(
          e.getMessage() + "; threads are in " + log.console() + "\n" + log.tail(60), e);
    }
    ServerKeys.keep(home.resolve("servers").resolve(NodeDirectory.SERVER));
    return this;
  }

  private void failIfHopeless() {
    if (!isAlive()) {
      throw new AssertionError(this + " ended:\n" + log.tail(60));
    }
    log.lines().stream()
        .filter(line -> line.contains("HIKYAKU0001E"))
        .forEach(
            line -> {
              throw new AssertionError(this + " will not be ready: " + line);
            });
  }

  /** What {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** What {@code kill}, a container engine or the system's shutdown does. Waits for the end. */
  void terminate() {
    process.destroy();
    awaitEnd();
  }

  /** Stops it with the server's own command. */
  void stop() {
    if (isAlive()) {
      server("stop");
      awaitEnd();
    }
  }

  /** The process stays but does nothing any more, until {@link #resume()}. */
  void hang() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Kills it if it still runs: tests that care how it ends do that themselves. */
  @Override
  public void close() {
    if (isAlive()) {
      process.destroyForcibly();
      awaitEnd();
    }
    STARTED.remove(this);
  }

  NodeSettings settings() {
    return settings;
  }

  NodeLog log() {
    return log;
  }

  NodeHttp http() {
    return new NodeHttp(settings.httpPort());
  }

  Mailboxes mailboxes() {
    return new Mailboxes(home.resolve("mailbox"));
  }

  /** A file of the server's configuration, such as an archive, to be changed by a test. */
  Path file(String name) {
    return home.resolve("servers").resolve(NodeDirectory.SERVER).resolve(name);
  }

  /** What the JVM answers to a diagnostic command. */
  String diagnose(String... command) {
    List<String> all = new ArrayList<>(List.of("jcmd", Long.toString(process.pid())));
    all.addAll(List.of(command));
    return Commands.run(all.toArray(String[]::new));
  }

  @Override
  public String toString() {
    return settings.name();
  }

  private Process server(String action) {
    // the script replaces itself by the JVM, so that its process is the server
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash", Built.RUNTIME.resolve("bin/server").toString(), action, NodeDirectory.SERVER);
    builder.environment().put("WLP_USER_DIR", home.toString());
    builder.environment().put("LOG_DIR", log.directory().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.console().toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(this + " does not end:\n" + log.tail(60));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void signal(String name) {
    Commands.run("kill", "-" + name, Long.toString(process.pid()));
  }
}
