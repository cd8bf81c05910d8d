package io.hikyaku.api.mapreduce;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Tuple groups of the cluster. Thread-safe. */
public interface TupleGroups {

  /**
   * Makes a group, or finds the one that is there.
   *
   * @throws io.hikyaku.api.QueueException if there is one with other settings
   */
  void create(TypedGroup<?, ?> group);

  /** Drops a group with all its tuples, in the same time whatever it holds; false: not there. */
  boolean drop(String name);

  /** A group, if it is there. */
  Optional<TupleGroupStatus> find(String name);

  /** All groups, by name. */
  List<TupleGroupStatus> list();

  /**
   * Begins to write to a group, several threads at once. Nothing is seen before {@link
   * TupleWriter#commit}.
   *
   * @throws io.hikyaku.api.UnknownGroupException if there is no such group
   */
  <K, V> TupleWriter<K, V> write(TypedGroup<K, V> group);

  /**
   * All values of a key. They are looked for where the key hashes to and, if there are none, in the
   * other partitions, as a {@link Partitioner} may have chosen one.
   */
  <K, V> List<V> get(TypedGroup<K, V> group, K key);

  /**
   * Goes through one partition, sorted by the keys' bytes, as a stream.
   *
   * @throws DamagedGroupException if blocks are lost
   */
  <K, V> void forEach(TypedGroup<K, V> group, int partition, BiConsumer<K, V> action);

  /** Goes through all partitions, one after the other. */
  <K, V> void forEach(TypedGroup<K, V> group, BiConsumer<K, V> action);

  /** Tuples in a group. */
  long count(String name);
}
