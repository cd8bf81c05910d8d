package io.hikyaku.store.page;

import io.hikyaku.api.MessageId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Reads an ENQUEUE record where it stands in a page, without making objects of the rest. An index
 * of millions of messages keeps two positions per message and looks everything else up here.
 *
 * <p>Offsets follow the layout in {@link PageCodec}; {@code at} is that of the record's first byte.
 */
public final class StoredEnqueue {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private static final int WRITER = 1;
  private static final int SEQUENCE = 9;
  private static final int STAMP = 17;
  private static final int EPOCH = 25;
  private static final int NOT_BEFORE = 33;
  private static final int EXPIRES = 41;
  private static final int KEY_LENGTH = 49;
  private static final int HEADERS_LENGTH = 51;
  private static final int BODY_LENGTH = 55;
  private static final int KEY = 59;

  /** What a record takes besides its key, headers and body. */
  public static final int BYTES = KEY;

  private StoredEnqueue() {}

  /** The position of a record that was decoded from a page. */
  public static int positionOf(PageRecord.Enqueue record) {
    return record.key().position() - KEY;
  }

  /** Its place in the order; see {@link PageRecord.Enqueue#stamp()}. */
  public static long stamp(byte[] page, int at) {
    return (long) LONGS.get(page, at + STAMP);
  }

  /** Its group and that group's life. */
  public static long epoch(byte[] page, int at) {
    return (long) LONGS.get(page, at + EPOCH);
  }

  /** Epoch milliseconds before which it is not delivered; 0 for at once. */
  public static long notBeforeMillis(byte[] page, int at) {
    return (long) LONGS.get(page, at + NOT_BEFORE);
  }

  /** Epoch milliseconds from which it is not delivered any more; 0 for never. */
  public static long expiresMillis(byte[] page, int at) {
    return (long) LONGS.get(page, at + EXPIRES);
  }

  /** The bytes that it takes in a page, its headers and body included. */
  public static int size(byte[] page, int at) {
    return BYTES
        + keyLength(page, at)
        + (int) INTS.get(page, at + HEADERS_LENGTH)
        + (int) INTS.get(page, at + BODY_LENGTH);
  }

  /** Its key, pointing into the page. */
  public static Slice key(byte[] page, int at) {
    return new Slice(page, at + KEY, keyLength(page, at));
  }

  /**
   * Its headers, pointing into the page.
   *
   * @param arrays the page, see {@link PageCodec#encodeStored}
   * @param payload where its headers begin
   */
  public static Slice headers(List<byte[]> arrays, int at, int payload) {
    return payload(arrays, payload, (int) INTS.get(arrays.get(0), at + HEADERS_LENGTH));
  }

  private static int keyLength(byte[] page, int at) {
    return Short.toUnsignedInt((short) SHORTS.get(page, at + KEY_LENGTH));
  }

  /**
   * All of it. Slices point into the page.
   *
   * @param arrays the page, see {@link PageCodec#encodeStored}
   * @param payload where its headers begin; its body stands behind them
   */
  public static PageRecord.Enqueue read(List<byte[]> arrays, int at, int payload) {
    byte[] page = arrays.get(0);
    Slice headers = headers(arrays, at, payload);
    return new PageRecord.Enqueue(
        new MessageId((long) LONGS.get(page, at + WRITER), (long) LONGS.get(page, at + SEQUENCE)),
        stamp(page, at),
        epoch(page, at),
        notBeforeMillis(page, at),
        expiresMillis(page, at),
        key(page, at),
        headers,
        payload(arrays, payload + headers.length(), (int) INTS.get(page, at + BODY_LENGTH)));
  }

  /** Where the headers of a record that was decoded from a page begin. */
  public static int payloadOf(PageRecord.Enqueue record) {
    return record.headers().position();
  }

  private static Slice payload(List<byte[]> arrays, int position, int length) {
    byte[] page = arrays.get(0);
    return arrays.size() == 1
        ? new Slice(page, position, length)
        : Slice.across(
            arrays.subList(1, arrays.size()),
            PageCodec.PART_BYTES,
            position - page.length,
            length,
            position);
  }
}
