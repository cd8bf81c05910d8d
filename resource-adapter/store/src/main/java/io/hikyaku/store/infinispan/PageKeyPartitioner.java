package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.PageName;
import org.infinispan.commons.marshall.WrappedBytes;
import org.infinispan.distribution.ch.KeyPartitioner;

/**
 * Places a page in the segment that its name says. Public, with a public constructor, because
 * Infinispan makes it on every member.
 */
public final class PageKeyPartitioner implements KeyPartitioner {

  /** Of a key; or, as Infinispan asks while segments move, of a segment's own number. */
  @Override
  public int getSegment(Object key) {
    return key instanceof Integer segment ? segment : PageName.segmentOf(bytes(key));
  }

  /** A key's bytes: outside the container a plain array, inside it a wrapper. Not copied. */
  static byte[] bytes(Object stored) {
    return stored instanceof WrappedBytes wrapped ? wrapped.getBytes() : (byte[]) stored;
  }
}
