package io.hikyaku.smtp.grammar;

import io.netty.util.NetUtil;
import java.util.Locale;

/** Domains and address literals: RFC 5321 §4.1.2 and §4.1.3, lengths by §4.5.3.1.2. */
public final class DomainSyntax {

  /** The longest domain, in octets. */
  public static final int MAX_DOMAIN_OCTETS = 255;

  private static final int MAX_LABEL_OCTETS = 63;

  private DomainSyntax() {}

  /**
   * Whether {@code text} may stand behind EHLO or HELO: a domain or an address literal. Underscores
   * and bare addresses are let pass there as many clients announce themselves so, and the name is
   * only recorded.
   */
  public static boolean isHelloName(String text) {
    if (text.isEmpty() || text.length() > MAX_DOMAIN_OCTETS) {
      return false;
    }
    if (text.charAt(0) == '[') {
      Cursor cursor = new Cursor(text);
      try {
        domainOrLiteral(cursor);
      } catch (SmtpSyntaxException notALiteral) {
        return false;
      }
      return cursor.atEnd();
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '-' && c != '.' && c != '_' && c != ':') {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code text} is a domain, address literals not included. */
  public static boolean isDomain(String text) {
    Cursor cursor = new Cursor(text);
    try {
      domain(cursor);
    } catch (SmtpSyntaxException notADomain) {
      return false;
    }
    return cursor.atEnd();
  }

  /** Reads a domain or an address literal, lower-cased. */
  static String domainOrLiteral(Cursor cursor) throws SmtpSyntaxException {
    return cursor.peek() == '[' ? literal(cursor) : domain(cursor);
  }

  /** Reads a domain, lower-cased. */
  static String domain(Cursor cursor) throws SmtpSyntaxException {
    int start = cursor.position();
    do {
      label(cursor);
    } while (cursor.skipIf('.'));
    String domain = cursor.since(start);
    if (domain.length() > MAX_DOMAIN_OCTETS) {
      throw new SmtpSyntaxException("domain longer than " + MAX_DOMAIN_OCTETS + " octets");
    }
    return domain.toLowerCase(Locale.ROOT);
  }

  private static void label(Cursor cursor) throws SmtpSyntaxException {
    int start = cursor.position();
    if (!isLetterOrDigit(cursor.peek())) {
      throw new SmtpSyntaxException("letter or digit of a domain expected " + cursor.here());
    }
    char last = 0;
    while (isLetterOrDigit(cursor.peek()) || cursor.peek() == '-') {
      last = cursor.peek();
      cursor.skip();
    }
    if (last == '-') {
      throw new SmtpSyntaxException("a label of a domain may not end with '-'");
    }
    if (cursor.position() - start > MAX_LABEL_OCTETS) {
      throw new SmtpSyntaxException(
          "label of a domain longer than " + MAX_LABEL_OCTETS + " octets");
    }
  }

  /** IPv4 and {@code IPv6:} literals; no other tag is registered (RFC 5321 §4.1.3). */
  private static String literal(Cursor cursor) throws SmtpSyntaxException {
    int start = cursor.position();
    cursor.expect('[');
    int inside = cursor.position();
    while (cursor.peek() > ' ' && cursor.peek() < 0x7f && "[]\\".indexOf(cursor.peek()) < 0) {
      cursor.skip();
    }
    String content = cursor.since(inside).toLowerCase(Locale.ROOT);
    cursor.expect(']');
    boolean valid =
        content.startsWith("ipv6:")
            ? NetUtil.isValidIpV6Address(content.substring("ipv6:".length()))
            : NetUtil.isValidIpV4Address(content);
    if (!valid) {
      throw new SmtpSyntaxException("'[" + content + "]' is not an IPv4 or IPv6 address literal");
    }
    return cursor.since(start).toLowerCase(Locale.ROOT);
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
