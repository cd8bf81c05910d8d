package io.hikyaku.mapreduce;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Partitioner;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.Serializers;
import io.hikyaku.store.tuple.TupleSink;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a step writes: turns tuples into bytes, combines them in memory within a bound, and gives
 * them to the store. Not thread-safe.
 */
final class Output<K, V> implements Emitter<K, V> {

  /** Keys held for combining; then all of them are written. */
  private static final int MAX_COMBINED_KEYS = 100_000;

  /** Bytes of the keys and values held, as far as they were measured. */
  private static final int MAX_COMBINED_BYTES = 8 << 20;

  /**
   * Of types whose values are equal if, and only if, their bytes are: no need to make bytes of
   * each.
   */
  private static final Set<Class<?>> EQUAL_AS_BYTES =
      Set.of(Serializers.OfString.class, Serializers.OfLong.class, Serializers.OfInteger.class);

  /** Of types whose values all have as many bytes: no need to measure them. */
  private static final Map<Class<?>, Integer> FIXED_SIZES =
      Map.of(Serializers.OfLong.class, Long.BYTES, Serializers.OfInteger.class, Integer.BYTES);

  private final TupleSink sink;
  private final Serializer<K> keys;
  private final Serializer<V> values;
  private final Partitioner<K> partitioner;
  private final Combiner<V> combiner;
  private final boolean equalAsBytes;
  private final int fixedSize;
  private final Map<Object, Combined<K, V>> combined = new HashMap<>();
  private long combinedBytes;

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
    equalAsBytes = EQUAL_AS_BYTES.contains(keys.getClass());
    fixedSize = FIXED_SIZES.getOrDefault(values.getClass(), 0);
  }

  /**
   * Where a step writes to a group.
   *
   * @param partitioner class name, or null
   * @param combiner class name, or null
   */
  @SuppressWarnings("unchecked")
  static Output<Object, Object> of(
      TupleSink sink,
      Definition.Group group,
      String partitioner,
      String combiner,
      Classes classes) {
    return new Output<>(
        sink,
        classes.serializer(group.keys()),
        classes.serializer(group.values()),
        partitioner == null ? null : classes.make(partitioner, Partitioner.class),
        combiner == null ? null : classes.make(combiner, Combiner.class));
  }

  @Override
  public void write(K key, V value) {
    if (combiner == null) {
      store(key, keys.toBytes(key), value);
      return;
    }
    byte[] bytes = equalAsBytes ? null : keys.toBytes(key);
    Object at = equalAsBytes ? key : new Key(bytes, Arrays.hashCode(bytes));
    Combined<K, V> present = combined.get(at);
    if (present != null) {
      present.value = combiner.combine(present.value, value);
      present.times++;
      if ((present.times & (present.times - 1)) != 0) {
        return;
      }
      // one that grows is measured whenever it may have doubled: at 1, 2, 4, 8, … times
      measure(present);
    } else {
      Combined<K, V> made = new Combined<>(key, bytes == null ? keys.toBytes(key) : bytes, value);
      combined.put(at, made);
      combinedBytes += made.bytes.length;
      measure(made);
    }
    if (combined.size() >= MAX_COMBINED_KEYS || combinedBytes >= MAX_COMBINED_BYTES) {
      flush();
    }
  }

  private void measure(Combined<K, V> entry) {
    int size = fixedSize > 0 ? fixedSize : values.toBytes(entry.value).length;
    combinedBytes += size - entry.valueBytes;
    entry.valueBytes = size;
  }

  /** Gives all to the store that is held for combining. */
  @Override
  public void flush() {
    combined.values().forEach(entry -> store(entry.key, entry.bytes, entry.value));
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
    private final byte[] bytes;
    private V value;
    private int valueBytes;
    private int times = 1;

    Combined(K key, byte[] bytes, V value) {
      this.key = key;
      this.bytes = bytes;
      this.value = value;
    }
  }

  /** Bytes as a key of a map, for types whose equality is not known. */
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
