package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.TupleGroupStatus;
import io.hikyaku.api.mapreduce.TupleGroups;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.store.tuple.TupleCursor;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleSink;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Tuple groups with types. */
final class TypedTuples implements TupleGroups {

  private final TupleStore store;

  TypedTuples(TupleStore store) {
    this.store = store;
  }

  @Override
  public void create(TypedGroup<?, ?> group) {
    store.create(group.name(), group.settings());
  }

  @Override
  public boolean drop(String name) {
    return store.drop(name);
  }

  @Override
  public Optional<TupleGroupStatus> find(String name) {
    return Optional.ofNullable(store.find(name)).map(this::status);
  }

  @Override
  public List<TupleGroupStatus> list() {
    return store.groups().stream().map(this::status).toList();
  }

  private TupleGroupStatus status(TupleGroup group) {
    long tuples = 0;
    long bytes = 0;
    long largest = 0;
    for (TupleStore.PartitionSize size : store.sizes(group)) {
      tuples += size.tuples();
      bytes += size.bytes();
      largest = Math.max(largest, size.bytes());
    }
    double skew = bytes == 0 ? 0 : (double) largest * group.settings().partitions() / bytes;
    return new TupleGroupStatus(group.name(), group.settings(), tuples, bytes, skew);
  }

  @Override
  public <K, V> TupleWriter<K, V> write(TypedGroup<K, V> group) {
    return new Writer<>(store.write(), store.require(group.name()), group);
  }

  @Override
  public <K, V> List<V> get(TypedGroup<K, V> group, K key) {
    return store.get(store.require(group.name()), group.keys().toBytes(key)).stream()
        .map(value -> group.values().fromBytes(ByteBuffer.wrap(value)))
        .toList();
  }

  @Override
  public <K, V> void forEach(TypedGroup<K, V> group, BiConsumer<K, V> action) {
    int partitions = store.require(group.name()).settings().partitions();
    for (int partition = 0; partition < partitions; partition++) {
      forEach(group, partition, action);
    }
  }

  @Override
  public <K, V> void forEach(TypedGroup<K, V> group, int partition, BiConsumer<K, V> action) {
    try (TupleCursor cursor = store.read(store.require(group.name()), partition)) {
      while (cursor.nextKey()) {
        K key = group.keys().fromBytes(ByteBuffer.wrap(cursor.key()));
        while (cursor.nextValue()) {
          action.accept(key, group.values().fromBytes(cursor.value()));
        }
      }
    }
  }

  @Override
  public long count(String name) {
    return store.count(store.require(name));
  }

  private record Writer<K, V>(TupleWrite write, TupleGroup group, TypedGroup<K, V> types)
      implements TupleWriter<K, V> {

    @Override
    public Lane<K, V> lane() {
      TupleSink sink = write.sink(group);
      return (key, value) -> sink.add(types.keys().toBytes(key), types.values().toBytes(value));
    }

    @Override
    public void commit() {
      write.commit();
    }

    @Override
    public void close() {
      write.close();
    }
  }
}
