package io.hikyaku.store.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Records to the bytes of a page and back. A directory stands at the head, the headers and bodies
 * of messages behind it, so that an index is rebuilt without touching them.
 *
 * <pre>
 * version:byte=2  intents:short  records:int  payload offset:int
 * intents   × { length:short name }
 * records   × { ENQUEUE=1 writer:long sequence:long stamp:long epoch:long not before:long
 *                         expires:long key length:short headers length:int body length:int key
 *             | SETTLE=2  writer:long sequence:long
 *             | RETURN=3  writer:long sequence:long failures:int not before:long }
 * payload   headers and body of each ENQUEUE, in order
 * </pre>
 *
 * All big-endian. A page never changes once written. One that is too large to be a single entry of
 * the cluster is a list of arrays: the directory, up to the payload offset, and behind it the
 * payload in parts.
 */
public final class PageCodec {

  /** The version written, and the only one read. */
  static final byte VERSION = 2;

  /** A page is in parts if it is larger than this. */
  static final int MAX_WHOLE_BYTES = 512 << 10;

  /** Each part of a payload but the last has so many bytes. */
  static final int PART_BYTES = 256 << 10;

  private static final byte ENQUEUE = 1;
  private static final byte SETTLE = 2;
  private static final byte RETURN = 3;

  private static final int HEAD_BYTES = 1 + Short.BYTES + 2 * Integer.BYTES;
  private static final int ID_BYTES = 1 + 2 * Long.BYTES;

  private static final int RETURN_BYTES = ID_BYTES + Integer.BYTES + Long.BYTES;

  private PageCodec() {}

  /** The bytes that a record takes in a page. */
  public static int size(PageRecord record) {
    return directorySize(record)
        + (record instanceof PageRecord.Enqueue enqueue ? payloadSize(enqueue) : 0);
  }

  private static int directorySize(PageRecord record) {
    if (record instanceof PageRecord.Enqueue enqueue) {
      return StoredEnqueue.BYTES + enqueue.key().length();
    }
    return record instanceof PageRecord.Return ? RETURN_BYTES : ID_BYTES;
  }

  private static int payloadSize(PageRecord.Enqueue enqueue) {
    return enqueue.headers().length() + enqueue.body().length();
  }

  /**
   * Records to a page in one array.
   *
   * @param intents names of the intents that records come from; empty for none
   */
  public static byte[] encode(List<String> intents, List<PageRecord> records) {
    List<byte[]> names = names(intents);
    int directory = directorySize(names, records);
    ByteBuffer page = ByteBuffer.allocate(Math.addExact(directory, payloadSize(records)));
    putDirectory(page, directory, names, records);
    payload(records).forEach(slice -> slice.putTo(page));
    return page.array();
  }

  /**
   * Records to a page to be stored: one array, or, if it is large, its directory and the parts of
   * its payload.
   *
   * @param intents names of the intents that records come from; empty for none
   */
  public static List<byte[]> encodeStored(List<String> intents, List<PageRecord> records) {
    List<byte[]> names = names(intents);
    int directory = directorySize(names, records);
    int left = payloadSize(records);
    if (Math.addExact(directory, left) <= MAX_WHOLE_BYTES) {
      return List.of(encode(intents, records));
    }
    ByteBuffer head = ByteBuffer.allocate(directory);
    putDirectory(head, directory, names, records);
    List<byte[]> page = new ArrayList<>(List.of(head.array()));
    ByteBuffer part = ByteBuffer.allocate(Math.min(left, PART_BYTES));
    for (Slice slice : payload(records)) {
      ByteBuffer from = slice.toBuffer();
      while (from.hasRemaining()) {
        if (!part.hasRemaining()) {
          page.add(part.array());
          left -= part.capacity();
          part = ByteBuffer.allocate(Math.min(left, PART_BYTES));
        }
        int some = Math.min(from.remaining(), part.remaining());
        part.put(from.slice().limit(some));
        from.position(from.position() + some);
      }
    }
    page.add(part.array());
    return List.copyOf(page);
  }

  private static List<byte[]> names(List<String> intents) {
    return intents.stream().map(intent -> intent.getBytes(UTF_8)).toList();
  }

  private static int directorySize(List<byte[]> names, List<PageRecord> records) {
    int size = HEAD_BYTES;
    for (byte[] name : names) {
      size += Short.BYTES + name.length;
    }
    for (PageRecord record : records) {
      size = Math.addExact(size, directorySize(record));
    }
    return size;
  }

  private static int payloadSize(List<PageRecord> records) {
    int size = 0;
    for (PageRecord record : records) {
      if (record instanceof PageRecord.Enqueue enqueue) {
        size = Math.addExact(size, payloadSize(enqueue));
      }
    }
    return size;
  }

  private static List<Slice> payload(List<PageRecord> records) {
    List<Slice> slices = new ArrayList<>();
    for (PageRecord record : records) {
      if (record instanceof PageRecord.Enqueue enqueue) {
        slices.add(enqueue.headers());
        slices.add(enqueue.body());
      }
    }
    return slices;
  }

  private static void putDirectory(
      ByteBuffer page, int size, List<byte[]> names, List<PageRecord> records) {
    page.put(VERSION).putShort((short) names.size()).putInt(records.size()).putInt(size);
    names.forEach(name -> page.putShort((short) name.length).put(name));
    records.forEach(record -> putDirectory(page, record));
  }

  private static void putDirectory(ByteBuffer page, PageRecord record) {
    MessageId id = record.id();
    if (record instanceof PageRecord.Enqueue enqueue) {
      page.put(ENQUEUE).putLong(id.writer()).putLong(id.sequence());
      page.putLong(enqueue.stamp()).putLong(enqueue.epoch()).putLong(enqueue.notBeforeMillis());
      page.putLong(enqueue.expiresMillis());
      page.putShort((short) enqueue.key().length());
      page.putInt(enqueue.headers().length()).putInt(enqueue.body().length());
      enqueue.key().putTo(page);
    } else if (record instanceof PageRecord.Return back) {
      page.put(RETURN).putLong(id.writer()).putLong(id.sequence()).putInt(back.failures());
      page.putLong(back.notBeforeMillis());
    } else {
      page.put(SETTLE).putLong(id.writer()).putLong(id.sequence());
    }
  }

  /**
   * Reads the intents that a page comes from.
   *
   * @throws IllegalArgumentException if the page is of another version, naming both
   */
  public static List<String> intents(byte[] bytes) {
    ByteBuffer page = open(bytes);
    int count = page.getShort(1);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[page.getShort()];
      page.get(name);
      names.add(new String(name, UTF_8));
    }
    return names;
  }

  /** Reads the records of a page, in order. Slices point into the page. Errors as for intents. */
  public static List<PageRecord> decode(byte[] bytes) {
    return decode(List.of(bytes));
  }

  /** The same of a page as {@link #encodeStored} made it. */
  public static List<PageRecord> decode(List<byte[]> arrays) {
    ByteBuffer page = open(arrays.get(0));
    int intents = page.getShort(1);
    int count = page.getInt(1 + Short.BYTES);
    int payload = page.getInt(1 + Short.BYTES + Integer.BYTES);
    for (int i = 0; i < intents; i++) {
      page.position(page.position() + Short.BYTES + page.getShort(page.position()));
    }
    List<PageRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = page.position();
      byte type = page.get();
      switch (type) {
        case ENQUEUE -> {
          PageRecord.Enqueue enqueue = StoredEnqueue.read(arrays, at, payload);
          page.position(at + directorySize(enqueue));
          payload += payloadSize(enqueue);
          records.add(enqueue);
        }
        case SETTLE -> records.add(new PageRecord.Settle(id(page)));
        case RETURN -> records.add(new PageRecord.Return(id(page), page.getInt(), page.getLong()));
        default -> throw new IllegalArgumentException("record type " + type + " in a page: 1 to 3");
      }
    }
    return records;
  }

  private static MessageId id(ByteBuffer page) {
    return new MessageId(page.getLong(), page.getLong());
  }

  private static ByteBuffer open(byte[] bytes) {
    ByteBuffer page = ByteBuffer.wrap(bytes);
    byte version = page.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a page of version " + version + " was found, this node reads version " + VERSION);
    }
    return page.position(HEAD_BYTES);
  }
}
