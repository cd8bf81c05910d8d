package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.container.entries.ImmortalCacheEntry;
import org.infinispan.container.entries.NullCacheEntry;
import org.junit.jupiter.api.Test;

class KeepCopyMergePolicyTest {

  private final KeepCopyMergePolicy policy = KeepCopyMergePolicy.SHORTEST;

  @SuppressWarnings("unchecked")
  private static CacheEntry<Object, Object> entry(Object value) {
    return new ImmortalCacheEntry("key", value);
  }

  private static CacheEntry<Object, Object> page(int length) {
    return entry(new WrappedByteArray(new byte[length]));
  }

  @Test
  void theOnlyCopyIsKept() {
    CacheEntry<Object, Object> page = page(100);
    assertThat(policy.merge(page, List.of())).isSameAs(page);
    assertThat(policy.merge(null, List.of(page))).isSameAs(page);
    assertThat(policy.merge(entry(null), List.of(entry(null), page))).isSameAs(page);
    assertThat(policy.merge(NullCacheEntry.getInstance(), List.of(page))).isSameAs(page);
  }

  @Test
  void ofNoneNothingIsKept() {
    assertThat(policy.merge(null, List.of())).isNull();
    assertThat(policy.merge(entry(null), List.of(entry(null)))).isNull();
  }

  @Test
  void aTombstoneWinsOnEitherSide() {
    CacheEntry<Object, Object> page = page(100);
    CacheEntry<Object, Object> tombstone = page(1);
    assertThat(policy.merge(page, List.of(tombstone))).isSameAs(tombstone);
    assertThat(policy.merge(tombstone, List.of(page))).isSameAs(tombstone);
  }

  @Test
  void ofTableEntriesThePreferredSideWins() {
    CacheEntry<Object, Object> longer = page(100);
    CacheEntry<Object, Object> shorter = page(1);
    KeepCopyMergePolicy tables = KeepCopyMergePolicy.PREFERRED;
    assertThat(tables.merge(longer, List.of(shorter))).isSameAs(longer);
    assertThat(tables.merge(null, List.of(longer))).isSameAs(longer);
  }

  @Test
  void whatIsNoPageDoesNotMakeItThrow() {
    CacheEntry<Object, Object> page = page(100);
    assertThat(policy.merge(entry("text"), List.of(page))).isSameAs(page);
  }
}
