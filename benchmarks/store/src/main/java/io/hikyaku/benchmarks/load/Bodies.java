package io.hikyaku.benchmarks.load;

import java.util.Random;

/** Bodies that do not compress, always the same. */
final class Bodies {

  private Bodies() {}

  static byte[] make(int bytes) {
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);
    return body;
  }
}
