package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The folder of a recipient: {@code <domain>/<local part>}, both in lower case. What is not a
 * letter, a digit or one of {@code - _ + =} or an inner dot stands as {@code %XX} of its UTF-8
 * bytes, so that no recipient can name a folder outside of its own ({@code ../} and the like) and
 * different recipients never share one.
 */
final class MailboxName {

  /** File systems take 255 bytes; what is longer keeps its start and is told apart by a digest. */
  private static final int MAX_NAME = 200;

  private static final int KEPT_OF_LONG_NAME = 100;

  private MailboxName() {}

  /** The folder below the mailbox directory. */
  static Path folder(Path directory, String recipient) {
    int at = recipient.lastIndexOf('@');
    String local = at < 0 ? recipient : recipient.substring(0, at);
    String domain = at < 0 ? "" : recipient.substring(at + 1);
    return directory
        .resolve(domain.isEmpty() ? "localhost" : fileName(domain))
        .resolve(fileName(unquote(local)));
  }

  /** RFC 5321, section 4.1.2: a quoted local part means the same as its content. */
  private static String unquote(String local) {
    if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
      return local;
    }
    return local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String fileName(String text) {
    StringBuilder name = new StringBuilder(text.length());
    byte[] bytes = text.toLowerCase(Locale.ROOT).getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean inner = i > 0 && i < bytes.length - 1;
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_+=".indexOf(c) >= 0) {
        name.append(c);
      } else if (c == '.' && inner) {
        name.append(c);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
      }
    }
    if (name.length() > MAX_NAME) {
      return name.substring(0, KEPT_OF_LONG_NAME) + "%%" + digest(bytes);
    }
    return name.isEmpty() ? "%" : name.toString();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
