package io.hikyaku.store.node;

import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A table of one process, whose entries a test can change behind the back of those who use it. */
final class MemoryTable implements ReplicatedTable {

  private final Map<String, byte[]> entries = new HashMap<>();

  /** Runs once, before the next conditional change. */
  Runnable meanwhile = () -> {};

  @Override
  public synchronized byte[] get(String key) {
    return entries.get(key);
  }

  @Override
  public synchronized Map<String, byte[]> entries() {
    return Map.copyOf(entries);
  }

  @Override
  public synchronized CompletionStage<Void> put(String key, byte[] value) {
    entries.put(key, value);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<byte[]> putIfAbsent(String key, byte[] value) {
    return CompletableFuture.completedFuture(entries.putIfAbsent(key, value));
  }

  @Override
  public synchronized CompletionStage<Boolean> replace(String key, byte[] expected, byte[] value) {
    runMeanwhile();
    boolean same = Arrays.equals(entries.get(key), expected);
    if (same) {
      entries.put(key, value);
    }
    return CompletableFuture.completedFuture(same);
  }

  @Override
  public synchronized CompletionStage<Boolean> remove(String key, byte[] expected) {
    runMeanwhile();
    boolean same = Arrays.equals(entries.get(key), expected);
    if (same) {
      entries.remove(key);
    }
    return CompletableFuture.completedFuture(same);
  }

  @Override
  public synchronized CompletionStage<Boolean> remove(String key) {
    return CompletableFuture.completedFuture(entries.remove(key) != null);
  }

  @Override
  public void watch(Consumer<String> changed) {
    throw new UnsupportedOperationException("no test watches it");
  }

  private void runMeanwhile() {
    Runnable once = meanwhile;
    meanwhile = () -> {};
    once.run();
  }

  @Override
  public CompletionStage<Void> whole() {
    return CompletableFuture.completedFuture(null);
  }
}
