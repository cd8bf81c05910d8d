package io.hikyaku.smtp.bounce;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The headers of the original mail, as a report returns them: {@code text/rfc822-headers}, RFC 6522
 * §4. Octets above 127 and overlong lines go as quoted-printable (RFC 2045 §6.7), so that the
 * report is plain 7-bit whatever the mail was.
 *
 * @param encoding for the Content-Transfer-Encoding field
 * @param text ASCII lines with CRLF ends
 */
record ReturnedHeaders(String encoding, String text) {

  /** Of longer headers only the whole lines before this are returned. */
  private static final int MAX_OCTETS = 1 << 16;

  private static final int MAX_LINE = 990;
  private static final int MAX_ENCODED_LINE = 75;

  static ReturnedHeaders of(byte[] mail) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    boolean plain = true;
    int start = 0;
    while (start < mail.length) {
      int end = start;
      while (end < mail.length && mail[end] != '\n' && end - start < MAX_OCTETS) {
        end++;
      }
      int next = Math.min(mail.length, end + 1);
      int contentEnd = end > start && mail[end - 1] == '\r' ? end - 1 : end;
      if (contentEnd == start || lines.size() + contentEnd - start > MAX_OCTETS) {
        break;
      }
      plain &= contentEnd - start <= MAX_LINE;
      for (int i = start; i < contentEnd; i++) {
        plain &= (mail[i] >= ' ' && mail[i] < 0x7f) || mail[i] == '\t';
      }
      lines.write(mail, start, contentEnd - start);
      lines.write('\r');
      lines.write('\n');
      start = next;
    }
    byte[] headers = lines.toByteArray();
    return plain
        ? new ReturnedHeaders("7bit", new String(headers, StandardCharsets.US_ASCII))
        : new ReturnedHeaders("quoted-printable", quotedPrintable(headers));
  }

  /** The line breaks of {@code lines} are CRLF; any other CR or LF is encoded. */
  private static String quotedPrintable(byte[] lines) {
    StringBuilder out = new StringBuilder(lines.length + lines.length / 2);
    int column = 0;
    for (int i = 0; i < lines.length; i++) {
      int octet = lines[i] & 0xff;
      boolean lineEnd = octet == '\r' && i + 1 < lines.length && lines[i + 1] == '\n';
      if (lineEnd) {
        out.append("\r\n");
        column = 0;
        i++;
        continue;
      }
      boolean lastInLine = i + 2 < lines.length && lines[i + 1] == '\r' && lines[i + 2] == '\n';
      boolean blank = octet == ' ' || octet == '\t';
      boolean literal = (octet > ' ' && octet < 0x7f && octet != '=') || (blank && !lastInLine);
      int width = literal ? 1 : 3;
      if (column + width > MAX_ENCODED_LINE) {
        out.append("=\r\n");
        column = 0;
      }
      if (literal) {
        out.append((char) octet);
      } else {
        out.append('=').append(String.format(Locale.ROOT, "%02X", octet));
      }
      column += width;
    }
    return out.toString();
  }
}
