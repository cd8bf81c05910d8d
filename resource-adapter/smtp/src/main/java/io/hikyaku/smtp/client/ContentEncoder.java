package io.hikyaku.smtp.client;

import io.hikyaku.smtp.LineBreaks;
import io.netty.buffer.ByteBuf;

/**
 * Writes the content of one mail for the wire, block by block: dots stuffed (RFC 5321 §4.5.2),
 * every line end CRLF, ended by CRLF {@code .} CRLF.
 */
final class ContentEncoder {

  private static final int CRLF = (LineBreaks.CR << 8) | LineBreaks.LF;

  private final byte[] content;
  private int position;
  private boolean atLineStart = true;

  ContentEncoder(byte[] content) {
    this.content = content;
  }

  /** Whether all is written, the final dot included. */
  boolean atEnd() {
    return position > content.length;
  }

  /** Writes up to {@code block} octets of the content and, behind the last one, the final dot. */
  void encode(ByteBuf out, int block) {
    int stop = (int) Math.min((long) position + block, content.length);
    while (position < stop) {
      encodeLines(out, stop);
    }
    if (position == content.length) {
      if (!atLineStart) {
        out.writeShort(CRLF);
      }
      out.writeByte('.');
      out.writeShort(CRLF);
      position++;
    }
  }

  /** Copies in one run up to the next place where the wire differs from the content. */
  private void encodeLines(ByteBuf out, int stop) {
    if (atLineStart && content[position] == '.') {
      out.writeByte('.');
    }
    int end = LineBreaks.next(content, position, stop);
    while (end + 2 < stop
        && content[end] == LineBreaks.CR
        && content[end + 1] == LineBreaks.LF
        && content[end + 2] != '.') {
      end = LineBreaks.next(content, end + 2, stop);
    }
    out.writeBytes(content, position, end - position);
    position = end;
    atLineStart = end < stop;
    if (atLineStart) {
      boolean pair =
          content[end] == LineBreaks.CR
              && end + 1 < content.length
              && content[end + 1] == LineBreaks.LF;
      out.writeShort(CRLF);
      position += pair ? 2 : 1;
    }
  }
}
