package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.store.tuple.TupleSink;

/**
 * What the mapper of a continuous job writes goes to the batch of the moment. Whether it can be
 * turned into bytes is seen here, so that it is the fault of its message and not of the batch. Not
 * thread-safe.
 */
final class SourceEmitter implements Emitter<Object, Object> {

  private final Serializer<Object> keys;
  private final Serializer<Object> values;
  private SourceBatch batch = new SourceBatch();

  SourceEmitter(Serializer<Object> keys, Serializer<Object> values) {
    this.keys = keys;
    this.values = values;
  }

  /** From here on it goes there. */
  void to(SourceBatch next) {
    batch = next;
  }

  @Override
  public void write(Object key, Object value) {
    long bytes = (long) keys.toBytes(key).length + values.toBytes(value).length;
    if (bytes > TupleSink.MAX_TUPLE_BYTES) {
      throw new IllegalArgumentException(
          "a tuple of " + bytes + " bytes: at most " + TupleSink.MAX_TUPLE_BYTES + " are taken");
    }
    batch.write(key, value, bytes);
  }

  @Override
  public void flush() {}
}
