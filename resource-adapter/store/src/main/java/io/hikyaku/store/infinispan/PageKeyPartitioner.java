package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.PageName;
import org.infinispan.commons.marshall.WrappedBytes;
import org.infinispan.distribution.ch.KeyPartitioner;

/**
 * Places a page in the segment that its name says. Public, with a public constructor, because
 * Infinispan makes it on every member.
 */
public final class PageKeyPartitioner implements KeyPartitioner {

  @Override
  public int getSegment(Object key) {
    return PageName.segmentOf(bytes(key));
  }

  /** A key's bytes: outside the container a plain array, inside it a wrapper. Not copied. */
  static byte[] bytes(Object stored) {
    return stored instanceof WrappedBytes wrapped ? wrapped.getBytes() : (byte[]) stored;
  }
}
