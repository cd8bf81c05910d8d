package io.hikyaku.admin.job;

import io.hikyaku.admin.http.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends an upload that is too large. */
final class LimitedReader extends FilterInputStream {

  private final long max;
  private long read;

  LimitedReader(InputStream in, long max) {
    super(in);
    this.max = max;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int bytes) {
    read += bytes;
    if (read > max) {
      throw Problem.of(413, "too-large", "the upload is over " + max + " bytes: nothing was stored")
          .exception();
    }
  }
}
