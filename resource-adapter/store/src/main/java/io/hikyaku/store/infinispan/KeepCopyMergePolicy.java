package io.hikyaku.store.infinispan;

import java.nio.ByteBuffer;
import java.util.List;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;

/**
 * After a split, keeps whichever copy there is: pages are named once and never rewritten, so the
 * union of both sides is right. Never throws: Infinispan would leave the two copies different for
 * good (ISPN000524).
 */
enum KeepCopyMergePolicy implements EntryMergePolicy<Object, Object> {
  /**
   * For pages: what has one name is the same, so it does not matter which is kept; the shorter, so
   * that both sides decide alike.
   */
  SHORTEST,
  /**
   * For tables, whose values begin with an integer that grows with every change: of two different
   * entries the one with the larger wins, of equal ones that of the preferred side, the larger one.
   */
  NEWEST;

  private static final long NOTHING = Long.MIN_VALUE;

  @Override
  public CacheEntry<Object, Object> merge(
      CacheEntry<Object, Object> preferred, List<CacheEntry<Object, Object>> others) {
    CacheEntry<Object, Object> kept = preferred;
    for (CacheEntry<Object, Object> other : others) {
      if (rank(other) > rank(kept)) {
        kept = other;
      }
    }
    return rank(kept) == NOTHING ? null : kept;
  }

  /** The larger, the better; {@link #NOTHING} for what was not put there by us. */
  private long rank(CacheEntry<Object, Object> entry) {
    byte[] value = value(entry);
    if (value == null) {
      return NOTHING;
    } else if (this == SHORTEST) {
      return -value.length;
    }
    return revision(value);
  }

  /** What grows with every change of a table's value. */
  static int revision(byte[] value) {
    return value.length < Integer.BYTES ? Integer.MIN_VALUE : ByteBuffer.wrap(value).getInt();
  }

  private static byte[] value(CacheEntry<Object, Object> entry) {
    if (entry == null || entry.getValue() == null) {
      return null;
    }
    try {
      return PageKeyPartitioner.bytes(entry.getValue());
    } catch (ClassCastException e) {
      return null;
    }
  }
}
