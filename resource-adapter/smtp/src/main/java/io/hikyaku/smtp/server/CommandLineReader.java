package io.hikyaku.smtp.server;

import io.hikyaku.smtp.LineBreaks;
import java.nio.charset.StandardCharsets;

/**
 * Cuts command lines out of blocks of octets, whatever the borders of the blocks.
 *
 * <p>A line must end with CRLF. One that is too long, or has a bare CR or LF in it, is reported at
 * once, so that the client hears of it even if it never ends the line; all up to the next CRLF is
 * then thrown away. In particular nothing behind a bare LF is ever run as a command of its own.
 */
final class CommandLineReader {

  enum Result {
    /** The block is used up and the line not complete. */
    MORE,
    /** A line is complete: see {@link #line()}. */
    LINE,
    /** The line is over the limit. */
    TOO_LONG,
    /** The line has a bare CR or LF, another control character or an octet outside ASCII. */
    MALFORMED,
    /** More was thrown away than allowed. */
    FLOOD
  }

  private static final byte[] NOTHING = {};

  private final int maxLineBytes;
  private final long maxDiscardedBytes;

  /** The beginning of a line whose end has not come, without its last CR. */
  private byte[] carried = NOTHING;

  private boolean crSeen;
  private boolean discarding;
  private long discardedBytes;
  private String line = "";

  CommandLineReader(int maxLineBytes, long maxDiscardedBytes) {
    this.maxLineBytes = maxLineBytes;
    this.maxDiscardedBytes = maxDiscardedBytes;
  }

  /** The line last found, without CRLF, printable ASCII and tabs only. */
  String line() {
    return line;
  }

  /** Reads on in {@code in}; to be called again until the result is {@link Result#MORE}. */
  Result read(InputBlock in) {
    while (!in.isEmpty()) {
      if (crSeen) {
        crSeen = false;
        if (in.octets[in.position] == LineBreaks.LF) {
          in.position++;
          if (!discarding) {
            return endOfLine();
          }
          discarding = false;
          discardedBytes = 0;
          continue;
        }
        if (!discarding) {
          return discard(Result.MALFORMED);
        }
      }
      int start = in.position;
      int end = LineBreaks.next(in.octets, start, in.limit);
      boolean found = end < in.limit;
      in.position = found ? end + 1 : end;
      crSeen = found && in.octets[end] == LineBreaks.CR;
      if (discarding) {
        discardedBytes += in.position - start;
        if (discardedBytes > maxDiscardedBytes) {
          return Result.FLOOD;
        }
      } else if (carried.length + (end - start) + 2 > maxLineBytes) {
        return discard(Result.TOO_LONG);
      } else {
        carry(in.octets, start, end);
        if (found && !crSeen) {
          return discard(Result.MALFORMED);
        }
      }
    }
    return Result.MORE;
  }

  private Result discard(Result reason) {
    discarding = true;
    carried = NOTHING;
    return reason;
  }

  private void carry(byte[] octets, int start, int end) {
    byte[] joined = new byte[carried.length + end - start];
    System.arraycopy(carried, 0, joined, 0, carried.length);
    System.arraycopy(octets, start, joined, carried.length, end - start);
    carried = joined;
  }

  private Result endOfLine() {
    byte[] complete = carried;
    carried = NOTHING;
    for (byte octet : complete) {
      // Octets outside ASCII are negative.
      if ((octet < ' ' && octet != '\t') || octet == 0x7f) {
        return Result.MALFORMED;
      }
    }
    line = new String(complete, StandardCharsets.ISO_8859_1);
    return Result.LINE;
  }
}
