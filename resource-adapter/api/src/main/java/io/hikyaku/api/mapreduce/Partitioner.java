package io.hikyaku.api.mapreduce;

/**
 * Chooses the partition of a key, in place of its hash. The same key must always go to the same.
 * Stateless; made by its constructor without arguments.
 */
public interface Partitioner<K> {

  /**
   * The partition of a key.
   *
   * @param partitions of the group written to
   * @return 0 to {@code partitions} - 1
   */
  int partition(K key, int partitions);
}
