package io.hikyaku.smtp.mime;

import java.io.ByteArrayOutputStream;

/** The encoding of RFC 2045 §6.7 for text in lines that end with CRLF. */
final class QuotedPrintable {

  /** Without its CRLF. */
  private static final int MAX_LINE = 76;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private QuotedPrintable() {}

  static void encode(byte[] text, int from, int to, ByteArrayOutputStream out) {
    int column = 0;
    for (int i = from; i < to; i++) {
      byte octet = text[i];
      if (octet == '\r' && i + 1 < to && text[i + 1] == '\n') {
        out.write('\r');
        out.write('\n');
        i++;
        column = 0;
        continue;
      }
      boolean literal =
          (octet > ' ' && octet < 0x7f && octet != '=')
              || ((octet == ' ' || octet == '\t') && !endsLine(text, i + 1, to));
      int width = literal ? 1 : 3;
      // a line that goes on needs room for the = that says so
      if (column + width > MAX_LINE - (endsLine(text, i + 1, to) ? 0 : 1)) {
        out.write('=');
        out.write('\r');
        out.write('\n');
        column = 0;
      }
      if (literal) {
        out.write(octet);
      } else {
        out.write('=');
        out.write(HEX[(octet >> 4) & 0xf]);
        out.write(HEX[octet & 0xf]);
      }
      column += width;
    }
  }

  private static boolean endsLine(byte[] text, int at, int to) {
    return at >= to || (text[at] == '\r' && at + 1 < to && text[at + 1] == '\n');
  }
}
