package io.hikyaku.examples;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.TaskFactory;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.mapreduce.JobEngine;
import io.hikyaku.mapreduce.StepWorkers;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import io.hikyaku.store.StoreConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A node with two threads that run steps. In a server the adapter is the node, and beans run them.
 */
public final class ExampleNode implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final QueueStore store;
  private final JobEngine engine;
  private final StepWorkers workers;

  private ExampleNode(StoreConfiguration configuration) {
    store = QueueStores.start(configuration);
    engine = JobEngine.start(store, configuration.operationTimeout());
    workers =
        StepWorkers.start(store, engine, TaskFactory.of(ExampleNode.class.getClassLoader()), 2);
  }

  /** Two nodes of one cluster. */
  public static List<ExampleNode> two() {
    int[] ports = freePorts();
    String cluster = "examples-" + ProcessHandle.current().pid();
    return List.of(
        new ExampleNode(configuration(cluster, "one", ports[0], ports[1])),
        new ExampleNode(configuration(cluster, "two", ports[1], ports[0])));
  }

  private static StoreConfiguration configuration(String cluster, String name, int own, int other) {
    return StoreConfiguration.builder(cluster, name)
        .bind("127.0.0.1", own)
        .discovery(
            new StoreConfiguration.Discovery.StaticList(
                List.of("127.0.0.1:" + own, "127.0.0.1:" + other)))
        .build();
  }

  /** Ports under the range that the system gives to clients; the port + 50000 is needed as well. */
  private static int[] freePorts() {
    int[] found = new int[2];
    int count = 0;
    for (int port = 15_000; port < 15_500 && count < 2; port++) {
      if (isFree(port) && isFree((port + 50_000) % 65_536)) {
        found[count++] = port;
      }
    }
    if (count < 2) {
      throw new IllegalStateException("no two free ports from 15000 to 15499");
    }
    return found;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** The node of the store. In a server, a connection of the adapter is used instead. */
  QueueStore store() {
    return store;
  }

  /** The jobs of the cluster. */
  public Jobs jobs() {
    return engine;
  }

  /** Makes a group and writes all of a map. */
  public <K, V> void write(TypedGroup<K, V> group, Map<K, V> tuples) {
    engine.groups().create(group);
    try (TupleWriter<K, V> writer = engine.groups().write(group)) {
      TupleWriter.Lane<K, V> lane = writer.lane();
      tuples.forEach(lane::write);
      writer.commit();
    }
  }

  /** Runs a job to its end. */
  public JobStatus run(Job job) {
    JobStatus status = engine.await(engine.submit(job), LONGEST);
    if (status.state() != JobStatus.State.DONE) {
      throw new IllegalStateException("the job did not end well: " + status);
    }
    return status;
  }

  @Override
  public void close() {
    workers.close();
    engine.close();
    store.close();
  }
}
