package io.hikyaku.store.infinispan;

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
   * For pages: of two different ones the shorter wins, as only a tombstone, shorter than any page,
   * can have taken a page's place.
   */
  SHORTEST,
  /** For tables: of two different entries that of the preferred side wins, the larger one. */
  PREFERRED;

  @Override
  public CacheEntry<Object, Object> merge(
      CacheEntry<Object, Object> preferred, List<CacheEntry<Object, Object>> others) {
    CacheEntry<Object, Object> kept = length(preferred) < Integer.MAX_VALUE ? preferred : null;
    if (kept != null && this == PREFERRED) {
      return kept;
    }
    for (CacheEntry<Object, Object> other : others) {
      if (length(other) < length(kept)) {
        kept = other;
      }
    }
    return kept;
  }

  /** Of the value; of an entry without one, or with what we did not put there, the maximum. */
  private static int length(CacheEntry<Object, Object> entry) {
    if (entry == null || entry.getValue() == null) {
      return Integer.MAX_VALUE;
    }
    try {
      return PageKeyPartitioner.bytes(entry.getValue()).length;
    } catch (ClassCastException e) {
      return Integer.MAX_VALUE;
    }
  }
}
