package io.hikyaku.store.tuple;

import io.hikyaku.api.StoreFullException;

/**
 * Keeps the tuples of a node within their limit. What is stored is counted once a second, and what
 * was let in since is added: a burst may go over by what others copy to this node within that
 * second. Thread-safe.
 */
final class TupleMemory {

  private final String node;
  private final long limitBytes;
  private long counted;
  private long reserved;
  private long reservedBefore;

  TupleMemory(String node, long limitBytes) {
    this.node = node;
    this.limitBytes = limitBytes;
  }

  /** Bytes stored, and about to be. */
  synchronized long used() {
    return counted + reserved - reservedBefore;
  }

  long limit() {
    return limitBytes;
  }

  synchronized boolean hasRoom(long bytes) {
    return used() + bytes <= limitBytes;
  }

  /**
   * Takes room for a block.
   *
   * @throws StoreFullException if there is none
   */
  synchronized void reserve(long bytes) {
    if (!hasRoom(bytes)) {
      throw new StoreFullException(
          "the tuple memory of node "
              + node
              + " is full: "
              + used()
              + " of "
              + limitBytes
              + " bytes are used and "
              + bytes
              + " more are wanted; drop groups that are not needed, or raise tupleMemoryMegabytes");
    }
    reserved += bytes;
  }

  /** To be called before a count; what is reserved from here on is added to its result. */
  synchronized long countBegins() {
    return reserved;
  }

  synchronized void counted(long bytes, long begun) {
    counted = bytes;
    reservedBefore = begun;
  }
}
