package io.hikyaku.store.cluster;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A small table of bytes that every member holds whole. Reads are local; a write completes when all
 * members have it.
 */
public interface ReplicatedTable {

  /** The value, or null. */
  byte[] get(String key);

  /** A copy of all entries. */
  Map<String, byte[]> entries();

  /** Stores a value. */
  CompletionStage<Void> put(String key, byte[] value);

  /**
   * Stores a value if there is none.
   *
   * @return the value that was there, or null if this one was stored
   */
  CompletionStage<byte[]> putIfAbsent(String key, byte[] value);

  /**
   * Stores a value in place of another.
   *
   * @return whether the expected one was there; if not, nothing was done
   */
  CompletionStage<Boolean> replace(String key, byte[] expected, byte[] value);

  /**
   * Removes an entry that has a value.
   *
   * @return whether the expected one was there; if not, nothing was done
   */
  CompletionStage<Boolean> remove(String key, byte[] expected);

  /**
   * Removes an entry.
   *
   * @return whether it was there
   */
  CompletionStage<Boolean> remove(String key);

  /**
   * Completes when this member has what the others have: at once, but for the moment in which it is
   * let in again after they took it for dead.
   */
  CompletionStage<Void> whole();

  /**
   * Tells of changed keys from here on: on any thread, several at once, which must not be blocked;
   * and before the write that changed them completes, so that nobody who was told of the write sees
   * a mirror that is behind. Null: any key may have changed, as after a merge.
   */
  void watch(Consumer<String> changed);
}
