package io.hikyaku.api.mapreduce;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values (RFC 4180), row by row; takes LF for CRLF. Not thread-safe. */
final class CsvReader {

  private static final int MAX_ROW_CHARS = 1 << 20;
  private static final int END = -1;
  private static final int NOTHING = -2;

  private final Reader in;
  private int pushedBack = NOTHING;

  CsvReader(Reader in) {
    this.in = in;
  }

  private int read() throws IOException {
    if (pushedBack != NOTHING) {
      int next = pushedBack;
      pushedBack = NOTHING;
      return next;
    }
    return in.read();
  }

  /**
   * The fields of the next row, or null at the end.
   *
   * @throws IllegalArgumentException if the row breaks the rules; the rest of its line is passed
   *     over, and the next row can be read
   */
  List<String> row() throws IOException {
    int first = read();
    if (first == END) {
      return null;
    }
    pushedBack = first;
    List<String> fields = new ArrayList<>();
    int chars = 0;
    while (true) {
      StringBuilder field = new StringBuilder();
      int after = field(field, MAX_ROW_CHARS - chars);
      fields.add(field.toString());
      chars += field.length();
      if (after != ',') {
        return fields;
      }
    }
  }

  /** Reads a field; returns what ends it: a comma, a line feed or the end. */
  private int field(StringBuilder field, int room) throws IOException {
    int next = read();
    if (next != '"') {
      while (next != ',' && next != '\n' && next != END) {
        if (next == '"') {
          throw fault("a quote inside a field that does not begin with one");
        }
        add(field, next, room);
        next = read();
      }
      if (next != ',' && field.length() > 0 && field.charAt(field.length() - 1) == '\r') {
        field.setLength(field.length() - 1);
      }
      return next;
    }
    while (true) {
      next = read();
      if (next == END) {
        throw new IllegalArgumentException("a quoted field is not closed");
      }
      if (next == '"') {
        next = read();
        if (next != '"') {
          return afterQuote(next);
        }
      }
      add(field, next, room);
    }
  }

  private int afterQuote(int first) throws IOException {
    int next = first == '\r' ? read() : first;
    if (next != ',' && next != '\n' && next != END) {
      throw fault("text behind the closing quote of a field");
    }
    return next;
  }

  private void add(StringBuilder field, int next, int room) throws IOException {
    if (field.length() >= room) {
      throw fault("a row of more than " + MAX_ROW_CHARS + " characters");
    }
    field.append((char) next);
  }

  private IllegalArgumentException fault(String what) throws IOException {
    int next = read();
    while (next != '\n' && next != END) {
      next = read();
    }
    return new IllegalArgumentException(what);
  }
}
