package io.hikyaku.smtp.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hikyaku.smtp.LineBreaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header fields of a mail or of a part of one, as they stand there. */
final class EntityHeader {

  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);

  /** With their folds and line ends. */
  private final List<String> fields = new ArrayList<>();

  /** Where the body begins, behind the empty line. */
  private final int bodyStart;

  private EntityHeader(int bodyStart) {
    this.bodyStart = bodyStart;
  }

  static EntityHeader read(byte[] octets, int from, int to) {
    int position = from;
    List<String> fields = new ArrayList<>();
    while (position < to) {
      int end = nextLine(octets, position, to);
      if (isEmptyLine(octets, position, end)) {
        position = end;
        break;
      }
      String line = new String(octets, position, end - position, ISO_8859_1);
      if (!fields.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        fields.set(fields.size() - 1, fields.get(fields.size() - 1) + line);
      } else {
        fields.add(line);
      }
      position = end;
    }
    EntityHeader header = new EntityHeader(position);
    header.fields.addAll(fields);
    return header;
  }

  /** The beginning of the next line; the end if there is none. */
  static int nextLine(byte[] octets, int from, int to) {
    int lineFeed = from;
    while (lineFeed < to && octets[lineFeed] != LineBreaks.LF) {
      lineFeed++;
    }
    return Math.min(lineFeed + 1, to);
  }

  private static boolean isEmptyLine(byte[] octets, int from, int to) {
    return octets[from] == LineBreaks.LF
        || (to - from == 2 && octets[from] == LineBreaks.CR && octets[from + 1] == LineBreaks.LF);
  }

  int bodyStart() {
    return bodyStart;
  }

  /** The value of the first field of this name, without folds; empty if there is none. */
  String value(String name) {
    for (String field : fields) {
      if (isNamed(field, name)) {
        return field.substring(field.indexOf(':') + 1).replaceAll("\\r?\\n[ \\t]", " ").strip();
      }
    }
    return "";
  }

  /** The type in lower case, as {@code text/plain}; empty if there is none. */
  String contentType() {
    return value("content-type").split("[;\\s]", 2)[0].toLowerCase(Locale.ROOT);
  }

  /** The encoding in lower case; empty if there is none. */
  String encoding() {
    return value("content-transfer-encoding").toLowerCase(Locale.ROOT);
  }

  /** What separates the parts of a multipart; empty if it is not said. */
  String boundary() {
    Matcher boundary = BOUNDARY.matcher(value("content-type"));
    if (!boundary.find()) {
      return "";
    }
    return boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
  }

  boolean has(String name) {
    return fields.stream().anyMatch(field -> isNamed(field, name));
  }

  /** Sets a field in the place where it stands, or else at the end. */
  void set(String name, String value) {
    String field = name + ": " + value + "\r\n";
    for (int i = 0; i < fields.size(); i++) {
      if (isNamed(fields.get(i), name)) {
        fields.set(i, field);
        return;
      }
    }
    fields.add(field);
  }

  /** All fields and the empty line. */
  byte[] octets() {
    return (String.join("", fields) + "\r\n").getBytes(ISO_8859_1);
  }

  private static boolean isNamed(String field, String name) {
    int colon = field.indexOf(':');
    return colon >= 0 && field.substring(0, colon).strip().equalsIgnoreCase(name);
  }
}
