package io.hikyaku.api.mapreduce;

/**
 * A bulk write. Each thread opens a lane and writes to it; when all are done, one of them commits:
 * then all tuples are there at once. Closed without a commit, nothing was written.
 */
public interface TupleWriter<K, V> extends AutoCloseable {

  /** A lane for one thread. */
  Lane<K, V> lane();

  /** Stores all that was written; blocks until all copies have it. */
  void commit();

  @Override
  void close();

  /** Takes the tuples of one thread. Not thread-safe. */
  interface Lane<K, V> {

    /**
     * Adds a tuple. Waits while too much is on its way to be stored.
     *
     * @throws io.hikyaku.api.StoreFullException if the node it belongs to has no room
     */
    void write(K key, V value);
  }
}
