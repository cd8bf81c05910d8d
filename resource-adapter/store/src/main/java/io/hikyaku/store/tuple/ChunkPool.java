package io.hikyaku.store.tuple;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory in which tuples gather before they become blocks, used again and again: making it anew,
 * zeroed, takes about as long as filling it. Thread-safe.
 */
final class ChunkPool {

  static final int CHUNK_BYTES = 1 << 16;

  /** Chunks kept while nobody uses them: 16 MB. */
  private static final int MAX_KEPT = 256;

  private final ArrayBlockingQueue<byte[]> kept = new ArrayBlockingQueue<>(MAX_KEPT);

  byte[] take() {
    byte[] chunk = kept.poll();
    return chunk == null ? new byte[CHUNK_BYTES] : chunk;
  }

  /** Takes an array back; forgets it if there are enough or it has another size. */
  void give(byte[] chunk) {
    if (chunk.length == CHUNK_BYTES) {
      kept.offer(chunk);
    }
  }
}
