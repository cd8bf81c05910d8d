package io.hikyaku.api.mapreduce;

import java.io.IOException;
import java.io.Reader;

/** Reads lines of bounded length, each ended by LF or CRLF. Not thread-safe. */
final class LineReader {

  private static final int MAX_CHARS = 1 << 20;
  private static final int END = -1;

  private final Reader in;

  LineReader(Reader in) {
    this.in = in;
  }

  /**
   * The next line, or null at the end.
   *
   * @throws IllegalArgumentException if it is too long; it is passed over, and the next can be read
   */
  String line() throws IOException {
    int next = in.read();
    if (next == END) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    boolean tooLong = false;
    for (; next != '\n' && next != END; next = in.read()) {
      if (line.length() < MAX_CHARS) {
        line.append((char) next);
      } else {
        tooLong = true;
      }
    }
    if (tooLong) {
      throw new IllegalArgumentException("a line of more than " + MAX_CHARS + " characters");
    }
    int end = line.length() - 1;
    if (end >= 0 && line.charAt(end) == '\r') {
      line.setLength(end);
    }
    return line.toString();
  }
}
