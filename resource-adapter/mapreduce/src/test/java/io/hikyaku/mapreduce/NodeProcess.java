package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.infinispan.TestClusters;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, to be killed. */
final class NodeProcess implements AutoCloseable {

  private final Process process;

  NodeProcess(String cluster, int number, int[] ports, File log) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                cluster,
                Integer.toString(number)));
    Arrays.stream(ports).mapToObj(Integer::toString).forEach(command::add);
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    } catch (IOException e) {
      throw new IllegalStateException("no process could be started", e);
    }
  }

  static StoreConfiguration configuration(String cluster, int number, int[] ports) {
    return TestClusters.builder(
            cluster, "n" + number, TestClusters.ownFirst(ports[number - 1], ports))
        .stopTimeout(Duration.ofSeconds(5))
        .tupleMemoryBytes(64 << 20)
        .build();
  }

  /** Runs until it is killed, or its parent is gone. */
  public static void main(String[] arguments) throws InterruptedException {
    int[] ports = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    Nodes.Node node =
        new Nodes.Node(
            configuration(arguments[0], Integer.parseInt(arguments[1]), ports),
            TaskFactory.of(NodeProcess.class.getClassLoader()),
            Clock.systemUTC());
    while (parent.isAlive()) {
      TimeUnit.SECONDS.sleep(1);
    }
    node.close();
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
