package io.hikyaku.api.mapreduce;

import java.nio.ByteBuffer;

/**
 * Turns keys or values into bytes and back. Keys are equal when their bytes are, and come sorted by
 * them, as unsigned bytes. Stateless and thread-safe; a job names it by its class, which needs a
 * public constructor without arguments.
 */
public interface Serializer<T> {

  /** The bytes of a value: a new array, or one that never changes. */
  byte[] toBytes(T value);

  /**
   * Reads a value.
   *
   * @param bytes exactly the value's, from position to limit; must not be kept
   */
  T fromBytes(ByteBuffer bytes);
}
