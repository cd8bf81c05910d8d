package io.hikyaku.jca;

import io.hikyaku.store.StoreConfiguration;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The name and the port of a node, held by one adapter of this server at a time. When a property
 * changes, Open Liberty starts the new adapter while the old one is still stopping: without waiting
 * for it, the start would fail with "port in use", and for as long as both run, two members would
 * go by the name that transaction recovery goes by.
 */
final class Identity implements AutoCloseable {

  private static final Set<String> HELD = new HashSet<>();

  private final List<String> names;

  private Identity(List<String> names) {
    this.names = names;
  }

  /**
   * Waits until no other adapter of this server has them.
   *
   * @throws IllegalStateException if one has them longer than its stop may take, or the thread is
   *     interrupted (its flag stays set)
   */
  static Identity acquire(StoreConfiguration configuration) {
    List<String> names =
        List.of(
            "node " + configuration.nodeName() + " of cluster " + configuration.clusterName(),
            "port " + configuration.bindPort() + " of " + configuration.bindAddress());
    long end = System.nanoTime() + configuration.stopTimeout().toNanos();
    synchronized (HELD) {
      try {
        for (String name : names) {
          while (HELD.contains(name)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
              throw new IllegalStateException(name + " is another adapter's of this server");
            }
            HELD.wait(left);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while another adapter stops", e);
      }
      HELD.addAll(names);
      return new Identity(names);
    }
  }

  @Override
  public void close() {
    synchronized (HELD) {
      names.forEach(HELD::remove);
      HELD.notifyAll();
    }
  }
}
