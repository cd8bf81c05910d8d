package io.hikyaku.benchmarks.delete;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.benchmarks.support.CommandLoop;
import io.hikyaku.benchmarks.support.NodeOptions;
import io.hikyaku.benchmarks.support.Options;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import io.hikyaku.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A node that fills a group and purges it. Commands: {@code state}, {@code fill N}, {@code depth},
 * {@code purge} (answers with nanoseconds), {@code stored} (bytes of pages), {@code heap} (bytes).
 */
public final class DeleteNode implements CommandLoop.Handler {

  private static final String GROUP = "much";
  private static final int BODY_BYTES = 10;
  private static final int BATCH = 1000;
  private static final int THREADS = 4;

  private final QueueStore store;

  private DeleteNode(QueueStore store) {
    this.store = store;
  }

  /** Runs until standard input ends. */
  public static void run(Options options) throws Exception {
    try (QueueStore store = QueueStores.start(NodeOptions.configuration(options))) {
      store.management().createGroup(GROUP, GroupSettings.spread());
      CommandLoop.run(new DeleteNode(store));
    }
  }

  @Override
  public String handle(String command, String arguments) throws Exception {
    return switch (command) {
      case "state" -> store.management().cluster().state() + " " + nodes().size();
      case "fill" -> fill(Integer.parseInt(arguments));
      case "depth" -> Long.toString(depth());
      case "purge" -> Long.toString(purge());
      case "stored" -> Long.toString(nodes().stream().mapToLong(NodeStatus::storedBytes).sum());
      case "heap" -> Long.toString(heap());
      default -> throw new IllegalArgumentException("'" + command + "' is no command");
    };
  }

  private List<NodeStatus> nodes() {
    return store.management().cluster().nodes();
  }

  private String fill(int messages) {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(CompletableFuture.runAsync(() -> send(messages / THREADS)));
    }
    CompletableFuture.allOf(threads.toArray(new CompletableFuture<?>[0])).join();
    return "filled";
  }

  private void send(int messages) {
    for (int sent = 0; sent < messages; sent += BATCH) {
      UnitOfWork unit = store.begin();
      for (int i = 0; i < Math.min(BATCH, messages - sent); i++) {
        unit.send(GROUP, Message.of(new byte[BODY_BYTES]));
      }
      unit.commit().toCompletableFuture().join();
    }
  }

  private long depth() {
    return store.management().groups().stream()
        .filter(group -> group.name().equals(GROUP))
        .mapToLong(GroupStatus::depth)
        .sum();
  }

  private long purge() {
    QueueManagement management = store.management();
    long start = System.nanoTime();
    management.purge(GROUP);
    return System.nanoTime() - start;
  }

  /** What is live; the collection before it is part of no measurement. */
  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
