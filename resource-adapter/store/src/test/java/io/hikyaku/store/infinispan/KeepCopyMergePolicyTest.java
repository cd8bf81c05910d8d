package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
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

  private static CacheEntry<Object, Object> revision(int revision, int length) {
    byte[] value = ByteBuffer.allocate(length).putInt(revision).array();
    return entry(new WrappedByteArray(value));
  }

  @Test
  void ofTableEntriesTheNewerWins() {
    CacheEntry<Object, Object> older = revision(3, 100);
    CacheEntry<Object, Object> newer = revision(4, 10);
    KeepCopyMergePolicy tables = KeepCopyMergePolicy.NEWEST;
    assertThat(tables.merge(older, List.of(newer))).isSameAs(newer);
    assertThat(tables.merge(newer, List.of(older))).isSameAs(newer);
    assertThat(tables.merge(null, List.of(older))).isSameAs(older);
    assertThat(tables.merge(older, List.of(entry(null), entry("text")))).isSameAs(older);
  }

  @Test
  void ofTableEntriesEquallyNewThePreferredSideWins() {
    CacheEntry<Object, Object> preferred = revision(3, 10);
    CacheEntry<Object, Object> other = revision(3, 100);
    KeepCopyMergePolicy tables = KeepCopyMergePolicy.NEWEST;
    assertThat(tables.merge(preferred, List.of(other))).isSameAs(preferred);
    assertThat(tables.merge(page(1), List.of(page(2)))).as("no revision").isNotNull();
  }

  @Test
  void whatIsNoPageDoesNotMakeItThrow() {
    CacheEntry<Object, Object> page = page(100);
    assertThat(policy.merge(entry("text"), List.of(page))).isSameAs(page);
  }
}
