package io.hikyaku.smtp.bounce;

import java.nio.charset.StandardCharsets;

/**
 * Gathers lines with CRLF ends, of ASCII but for what is given as it is, none longer than a mail
 * may have: RFC 5322 §2.1.1. What is not printable ASCII becomes a question mark, so that no text
 * can start a line of its own.
 */
final class ReportWriter {

  private static final int FOLD_AT = 76;
  private static final int HARD_LIMIT = 900;

  private final StringBuilder text = new StringBuilder(1024);

  /** A line as it is, but for what is not printable. */
  ReportWriter line(String line) {
    appendSafe(line);
    text.append("\r\n");
    return this;
  }

  ReportWriter blank() {
    return line("");
  }

  /** A header field, folded where it is long: RFC 5322 §2.2.3. */
  ReportWriter field(String name, String value) {
    return folded(name + ": ", value.trim(), "\t");
  }

  /** A sentence or more, broken where it is long, every line behind the first indented. */
  ReportWriter folded(String start, String value, String indent) {
    StringBuilder line = new StringBuilder(start);
    boolean empty = true;
    for (String word : value.split(" +", -1)) {
      String rest = word;
      while (!rest.isEmpty() || empty) {
        if (!empty && line.length() + 1 + rest.length() > FOLD_AT) {
          line(line.toString());
          line = new StringBuilder(indent);
          empty = true;
        }
        int taken = Math.min(rest.length(), HARD_LIMIT);
        line.append(empty ? "" : " ").append(rest, 0, taken);
        rest = rest.substring(taken);
        empty = false;
      }
    }
    return line(line.toString());
  }

  /** Lines that end with CRLF already; each character is an octet. */
  ReportWriter raw(String lines) {
    text.append(lines);
    return this;
  }

  byte[] toBytes() {
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void appendSafe(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      text.append(c == '\t' || (c >= ' ' && c <= '~') ? c : '?');
    }
  }
}
