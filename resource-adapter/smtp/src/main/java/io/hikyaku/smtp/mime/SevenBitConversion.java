package io.hikyaku.smtp.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hikyaku.smtp.LineBreaks;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes a mail with 8-bit octets fit a server that takes none (RFC 6152 §3): text with such octets
 * becomes quoted-printable, anything else base64 (RFC 2045 §6); what has none stays as it is.
 *
 * <p>Text that says nothing of itself is labelled {@code charset=unknown-8bit} (RFC 1428 §3). Some
 * mails cannot be converted: those with 8-bit octets in header fields (RFC 6532), and signed parts,
 * whose signature would not hold any more (RFC 1847 §2.1).
 */
public final class SevenBitConversion {

  /** Multiparts within multiparts, at the most. */
  private static final int MAX_DEPTH = 50;

  private static final int BASE64_LINE = 76;
  private static final byte[] CRLF = {LineBreaks.CR, LineBreaks.LF};

  private final byte[] content;
  private final ByteArrayOutputStream out;

  private SevenBitConversion(byte[] content) {
    this.content = content;
    this.out = new ByteArrayOutputStream(content.length + content.length / 2);
  }

  /** Whether there is an octet above 127. */
  public static boolean isNeeded(byte[] content) {
    return hasEightBit(content, 0, content.length);
  }

  /**
   * Converts a mail.
   *
   * @param content header fields and body, with lines that end with CRLF; not changed
   * @return empty if it cannot be converted
   */
  public static Optional<byte[]> convert(byte[] content) {
    SevenBitConversion conversion = new SevenBitConversion(content);
    try {
      conversion.entity(0, content.length, true, false, 0);
    } catch (NotConvertibleException e) {
      return Optional.empty();
    }
    return Optional.of(conversion.out.toByteArray());
  }

  /** It has no stack trace: it is an answer. */
  private static final class NotConvertibleException extends Exception {
    private static final long serialVersionUID = 1L;

    NotConvertibleException() {
      super(null, null, false, false);
    }
  }

  private static boolean hasEightBit(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] < 0) {
        return true;
      }
    }
    return false;
  }

  /** A mail, or a part of one. */
  private void entity(int from, int to, boolean isMail, boolean inDigest, int depth)
      throws NotConvertibleException {
    EntityHeader header = EntityHeader.read(content, from, to);
    int body = header.bodyStart();
    if (hasEightBit(content, from, body) || depth > MAX_DEPTH) {
      throw new NotConvertibleException();
    }
    if (!hasEightBit(content, body, to)) {
      out.write(content, from, to - from);
      return;
    }
    String encoding = header.encoding();
    if (encoding.equals("quoted-printable") || encoding.equals("base64")) {
      throw new NotConvertibleException(); // it is not what it says
    }
    String type = header.contentType();
    if (isMail && !header.has("mime-version")) {
      header.set("MIME-Version", "1.0");
      if (type.isEmpty()) {
        header.set("Content-Type", "text/plain; charset=unknown-8bit");
      }
    }
    if (type.startsWith("multipart/")) {
      multipart(header, type, to, depth);
    } else if (type.equals("message/rfc822") || (type.isEmpty() && inDigest)) {
      container(header);
      entity(body, to, true, false, depth + 1);
    } else if (type.startsWith("message/")) {
      throw new NotConvertibleException(); // may only be 7 bits (RFC 2046 §5.2)
    } else if (type.isEmpty() || type.startsWith("text/")) {
      header.set("Content-Transfer-Encoding", "quoted-printable");
      write(header.octets());
      QuotedPrintable.encode(content, body, to, out);
    } else {
      header.set("Content-Transfer-Encoding", "base64");
      write(header.octets());
      byte[] octets = new byte[to - body];
      System.arraycopy(content, body, octets, 0, octets.length);
      write(Base64.getMimeEncoder(BASE64_LINE, CRLF).encode(octets));
      if (isMail) {
        write(CRLF); // in front of a boundary there is one
      }
    }
  }

  /** What holds entities has no encoding of its own but must not say that it has 8 bits. */
  private void container(EntityHeader header) {
    if (header.has("content-transfer-encoding")) {
      header.set("Content-Transfer-Encoding", "7bit");
    }
    write(header.octets());
  }

  private void multipart(EntityHeader header, String type, int to, int depth)
      throws NotConvertibleException {
    String boundary = header.boundary();
    if (boundary.isEmpty() || type.equals("multipart/signed")) {
      throw new NotConvertibleException();
    }
    byte[] delimiter = ("--" + boundary).getBytes(ISO_8859_1);
    container(header);
    boolean inPart = false;
    int begin = header.bodyStart(); // of the preamble, of a part, or of what follows the last
    int line = begin;
    while (line < to) {
      int next = EntityHeader.nextLine(content, line, to);
      if (startsWith(delimiter, line, next)) {
        // the line break in front of a delimiter is the delimiter's
        int end = Math.max(begin, line - CRLF.length);
        piece(begin, end, inPart, type, depth);
        out.write(content, end, next - end);
        inPart = !isClosing(line + delimiter.length, next);
        begin = next;
      }
      line = next;
    }
    piece(begin, to, inPart, type, depth);
  }

  private void piece(int from, int to, boolean isPart, String type, int depth)
      throws NotConvertibleException {
    if (isPart) {
      entity(from, to, false, type.equals("multipart/digest"), depth + 1);
    } else if (hasEightBit(content, from, to)) {
      throw new NotConvertibleException(); // around the parts
    } else {
      out.write(content, from, to - from);
    }
  }

  private boolean startsWith(byte[] delimiter, int line, int end) {
    if (end - line < delimiter.length) {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (content[line + i] != delimiter[i]) {
        return false;
      }
    }
    // another boundary may begin with this one
    int behind = line + delimiter.length;
    return behind == end || isClosing(behind, end) || content[behind] <= ' ';
  }

  private boolean isClosing(int at, int end) {
    return end - at >= 2 && content[at] == '-' && content[at + 1] == '-';
  }

  private void write(byte[] octets) {
    out.write(octets, 0, octets.length);
  }
}
