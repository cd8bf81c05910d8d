package io.hikyaku.api.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a mail: header fields and, behind an empty line, its text (RFC 5322 §2.1). It does
 * not look into MIME; for parts and attachments, and for encoded words in fields, give {@link
 * #stream()} to Jakarta Mail: {@code new MimeMessage(session, content.stream())}. Immutable.
 */
public final class MailContent {

  /**
   * A header field.
   *
   * @param name as it was written
   * @param value without the folds, and without spaces around it
   */
  public record Field(String name, String value) {}

  private final byte[] octets;
  private final List<Field> fields;
  private final int textStart;

  private MailContent(byte[] octets, List<Field> fields, int textStart) {
    this.octets = octets;
    this.fields = List.copyOf(fields);
    this.textStart = textStart;
  }

  /**
   * Reads a content; never fails: a line that is no field is left out.
   *
   * @param octets not copied, and not to be changed
   */
  public static MailContent of(byte[] octets) {
    List<Field> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    int position = 0;
    boolean inHeader = true;
    while (inHeader && position < octets.length) {
      int next = position;
      while (next < octets.length && octets[next] != '\n') {
        next++;
      }
      int end = next > position && octets[next - 1] == '\r' ? next - 1 : next;
      boolean folded = end > position && (octets[position] == ' ' || octets[position] == '\t');
      if (!folded) {
        add(field, fields);
      }
      // SMTPUTF8 is not offered, but who sends octets above 127 there means UTF-8 (RFC 6532)
      field.append(new String(octets, position, end - position, UTF_8));
      inHeader = end > position;
      position = Math.min(next + 1, octets.length);
    }
    add(field, fields);
    return new MailContent(octets, fields, position);
  }

  private static void add(StringBuilder field, List<Field> fields) {
    int colon = field.indexOf(":");
    if (colon > 0) {
      fields.add(new Field(field.substring(0, colon).strip(), field.substring(colon + 1).strip()));
    }
    field.setLength(0);
  }

  /** All header fields, in their order. */
  public List<Field> fields() {
    return fields;
  }

  /** The value of the first field of this name, in any case of letters. */
  public Optional<String> field(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All of it. */
  public InputStream stream() {
    return new ByteArrayInputStream(octets);
  }

  /** What is behind the header fields. */
  public InputStream text() {
    return new ByteArrayInputStream(octets, textStart, octets.length - textStart);
  }
}
