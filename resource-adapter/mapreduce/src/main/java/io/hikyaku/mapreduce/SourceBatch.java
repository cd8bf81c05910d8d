package io.hikyaku.mapreduce;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages that were mapped, each with the tuples that it became; they are written when it is known
 * which panes are open. Not thread-safe.
 */
final class SourceBatch {

  /** Tuples that messages read together may become. */
  static final int MAX_TUPLES = 100_000;

  /** Bytes of the tuples of one message; with so many, a batch takes no further message. */
  static final int MAX_BYTES = 16 << 20;

  private final List<Lease> leases = new ArrayList<>();
  private final List<Object> keys = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private boolean open;
  private long bytes;
  private long bytesBefore;

  /**
   * Takes a tuple of the message that is open.
   *
   * @param size of key and value in bytes
   * @throws IllegalStateException if there are too many of them, or none is open
   */
  void write(Object key, Object value, long size) {
    if (!open) {
      throw new IllegalStateException(
          "the mapper of a continuous job writes in map only: nothing else belongs to a window");
    }
    if (keys.size() - begin() >= MAX_TUPLES) {
      throw new IllegalStateException(
          "more than " + MAX_TUPLES + " tuples for one message: send it in parts");
    }
    if (bytes - bytesBefore + size > MAX_BYTES) {
      throw new IllegalStateException(
          "more than " + MAX_BYTES + " bytes of tuples for one message: send it in parts");
    }
    keys.add(key);
    values.add(value);
    bytes += size;
  }

  private int begin() {
    return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
  }

  /** What is written now belongs to one message. */
  void open() {
    open = true;
    bytesBefore = bytes;
  }

  /** The message is mapped. */
  void add(Lease lease, Map<String, Long> counted) {
    open = false;
    leases.add(lease);
    ends.add(keys.size());
    counted.forEach((name, count) -> counters.merge(name, count, Long::sum));
  }

  /** The message could not be mapped: what was written for it is forgotten. */
  void drop() {
    open = false;
    bytes = bytesBefore;
    keys.subList(begin(), keys.size()).clear();
    values.subList(begin(), values.size()).clear();
  }

  boolean isFull() {
    return keys.size() >= MAX_TUPLES || bytes >= MAX_BYTES;
  }

  List<Lease> leases() {
    return leases;
  }

  List<MessageId> ids() {
    return leases.stream().map(lease -> lease.message().id()).toList();
  }

  Reader.Note note() {
    return new Reader.Note(true, leases.size(), counters);
  }

  /** Where the tuples of a message go to. */
  @FunctionalInterface
  interface Choice {
    Emitter<Object, Object> of(ReceivedMessage message, int number);
  }

  void writeTo(Choice choice) {
    int at = 0;
    for (int i = 0; i < leases.size(); i++) {
      Emitter<Object, Object> out = choice.of(leases.get(i).message(), i);
      for (; at < ends.get(i); at++) {
        out.write(keys.get(at), values.get(at));
      }
    }
  }
}
