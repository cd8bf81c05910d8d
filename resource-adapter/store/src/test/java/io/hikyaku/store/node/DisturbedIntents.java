package io.hikyaku.store.node;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A cluster whose table of intents answers writes as a test wants, and remembers the last one, so
 * that a test can do it once more, as Infinispan does when a member left while it was on its way.
 */
final class DisturbedIntents extends ForwardingCluster {

  /** What becomes of a new intent, and what its writer hears. */
  enum Storing {
    PROMPTLY,
    /** Stored, but the answer does not come: the writer dies before it. */
    WITHOUT_ANSWER,
    /** Not stored, the writer hears that there was no answer in time. */
    LATER
  }

  volatile Storing storing = Storing.PROMPTLY;

  /** Runs once, before the next change of an intent. */
  volatile Runnable meanwhile = () -> {};

  private volatile Function<ReplicatedTable, CompletionStage<?>> last;

  DisturbedIntents(Cluster cluster) {
    super(cluster);
  }

  /** Does the last write of a new intent once more, at another member. */
  void again(Cluster elsewhere) {
    last.apply(elsewhere.table(Table.INTENTS)).toCompletableFuture().join();
  }

  @Override
  public ReplicatedTable table(Table table) {
    ReplicatedTable plain = super.table(table);
    return table == Table.INTENTS ? new Disturbed(plain) : plain;
  }

  private final class Disturbed implements ReplicatedTable {

    private final ReplicatedTable plain;

    Disturbed(ReplicatedTable plain) {
      this.plain = plain;
    }

    private <T> CompletionStage<T> store(
        Function<ReplicatedTable, CompletionStage<?>> write, Supplier<CompletionStage<T>> now) {
      last = write;
      return switch (storing) {
        case PROMPTLY -> now.get();
        case WITHOUT_ANSWER -> now.get().thenCompose(done -> new CompletableFuture<>());
        case LATER -> {
          storing = Storing.PROMPTLY;
          yield CompletableFuture.failedFuture(new TimeoutException("test"));
        }
      };
    }

    @Override
    public byte[] get(String key) {
      return plain.get(key);
    }

    @Override
    public Map<String, byte[]> entries() {
      return plain.entries();
    }

    @Override
    public CompletionStage<Void> put(String key, byte[] value) {
      return store(table -> table.put(key, value), () -> plain.put(key, value));
    }

    @Override
    public CompletionStage<byte[]> putIfAbsent(String key, byte[] value) {
      Function<ReplicatedTable, CompletionStage<?>> before = last;
      CompletionStage<byte[]> stored =
          store(table -> table.putIfAbsent(key, value), () -> plain.putIfAbsent(key, value));
      if (!Intent.stateOf(value).isOpen()) {
        last = before; // a mark
      }
      return stored;
    }

    @Override
    public CompletionStage<Void> whole() {
      return plain.whole();
    }

    @Override
    public void watch(Consumer<String> changed) {
      plain.watch(changed);
    }

    @Override
    public CompletionStage<Boolean> replace(String key, byte[] expected, byte[] value) {
      Runnable once = meanwhile;
      meanwhile = () -> {};
      once.run();
      return plain.replace(key, expected, value);
    }

    @Override
    public CompletionStage<Boolean> remove(String key, byte[] expected) {
      return plain.remove(key, expected);
    }

    @Override
    public CompletionStage<Boolean> remove(String key) {
      return plain.remove(key);
    }
  }
}
