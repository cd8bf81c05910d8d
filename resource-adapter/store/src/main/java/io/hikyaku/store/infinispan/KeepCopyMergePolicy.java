package io.hikyaku.store.infinispan;

import java.util.List;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;

/**
 * After a split, keeps whichever copy there is: pages are named once and never rewritten, so the
 * union of both sides is right. Never throws: Infinispan would leave the two copies different for
 * good (ISPN000524).
 */
final class KeepCopyMergePolicy implements EntryMergePolicy<Object, Object> {

  @Override
  public CacheEntry<Object, Object> merge(
      CacheEntry<Object, Object> preferred, List<CacheEntry<Object, Object>> others) {
    if (hasValue(preferred)) {
      return preferred;
    }
    for (CacheEntry<Object, Object> other : others) {
      if (hasValue(other)) {
        return other;
      }
    }
    return null;
  }

  private static boolean hasValue(CacheEntry<Object, Object> entry) {
    return entry != null && entry.getValue() != null;
  }
}
