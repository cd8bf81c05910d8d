package io.hikyaku.mapreduce;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Partitioner;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.store.tuple.TupleSink;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a step writes: turns tuples into bytes, combines them in memory within a bound, and gives
 * them to the store. Not thread-safe.
 */
final class Output<K, V> {

  /** Keys held for combining; then all of them are written. */
  private static final int MAX_COMBINED_KEYS = 100_000;

  /** Bytes of the keys held. */
  private static final int MAX_COMBINED_BYTES = 8 << 20;

  private final TupleSink sink;
  private final Serializer<K> keys;
  private final Serializer<V> values;
  private final Partitioner<K> partitioner;
  private final Combiner<V> combiner;
  private final Map<Key, Combined<K, V>> combined = new HashMap<>();
  private int combinedBytes;

  /**
   * @param partitioner null for the hash
   * @param combiner null for none
   */
  Output(
      TupleSink sink,
      Serializer<K> keys,
      Serializer<V> values,
      Partitioner<K> partitioner,
      Combiner<V> combiner) {
    this.sink = sink;
    this.keys = keys;
    this.values = values;
    this.partitioner = partitioner;
    this.combiner = combiner;
  }

  void write(K key, V value) {
    byte[] bytes = keys.toBytes(key);
    if (combiner == null) {
      store(key, bytes, value);
      return;
    }
    Key at = new Key(bytes, Arrays.hashCode(bytes));
    Combined<K, V> present = combined.get(at);
    if (present != null) {
      present.value = combiner.combine(present.value, value);
      return;
    }
    combined.put(at, new Combined<>(key, value));
    combinedBytes += bytes.length;
    if (combined.size() >= MAX_COMBINED_KEYS || combinedBytes >= MAX_COMBINED_BYTES) {
      flush();
    }
  }

  /** Gives all to the store that is held for combining. */
  void flush() {
    combined.forEach((at, entry) -> store(entry.key, at.bytes, entry.value));
    combined.clear();
    combinedBytes = 0;
  }

  private void store(K key, byte[] bytes, V value) {
    byte[] valueBytes = values.toBytes(value);
    if (partitioner == null) {
      sink.add(bytes, valueBytes);
      return;
    }
    int partition = partitioner.partition(key, sink.partitions());
    if (partition < 0 || partition >= sink.partitions()) {
      throw new QueueException(
          partitioner.getClass().getName()
              + " chose partition "
              + partition
              + ": must be from 0 to "
              + (sink.partitions() - 1));
    }
    sink.add(partition, bytes, valueBytes);
  }

  private static final class Combined<K, V> {
    private final K key;
    private V value;

    Combined(K key, V value) {
      this.key = key;
      this.value = value;
    }
  }

  /** Bytes as a key of a map; equality of the objects they stand for is not relied on. */
  private record Key(byte[] bytes, int hash) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
