package io.hikyaku.store.cluster;

import java.util.List;

/**
 * A page and its name. Nothing is copied, nothing may be changed.
 *
 * @param arrays the page; a large one its directory, and the parts of its payload
 */
public record NamedPage(PageName name, List<byte[]> arrays) {

  /** A page in one array, or a tombstone. */
  public NamedPage(PageName name, byte[] page) {
    this(name, List.of(page));
  }

  /** Its directory, if it is in parts; otherwise all of it. */
  public byte[] head() {
    return arrays.get(0);
  }

  /** Whether a tombstone stands in its place. */
  public boolean isTombstone() {
    return Tombstone.is(head());
  }
}
