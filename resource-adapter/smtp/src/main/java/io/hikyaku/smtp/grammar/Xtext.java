package io.hikyaku.smtp.grammar;

/**
 * The encoding of DSN parameters, RFC 3461 §4: printable ASCII without {@code +} and {@code =},
 * which stand as {@code +} and two upper-case hexadecimal digits, as does anything else.
 */
public final class Xtext {

  private static final String HEX = "0123456789ABCDEF";

  private Xtext() {}

  /**
   * Decodes; each character of the result is one octet.
   *
   * @throws SmtpSyntaxException if it is not xtext
   */
  public static String decode(String text) throws SmtpSyntaxException {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+') {
        int high = i + 2 < text.length() ? HEX.indexOf(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? HEX.indexOf(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw new SmtpSyntaxException(
              "'+' and two upper-case hexadecimal digits expected at position " + (i + 1));
        }
        decoded.append((char) (high * 16 + low));
        i += 2;
      } else if (c < '!' || c > '~' || c == '=') {
        throw new SmtpSyntaxException("character at position " + (i + 1) + " is not xtext");
      } else {
        decoded.append(c);
      }
    }
    return decoded.toString();
  }

  /** Encodes a text whose characters are octets; any above 255 becomes a question mark. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i) > 0xff ? '?' : text.charAt(i);
      if (c < '!' || c > '~' || c == '+' || c == '=') {
        encoded.append('+').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
