package io.hikyaku.smtp.grammar;

import java.util.Locale;
import java.util.Objects;

/**
 * A mailbox, RFC 5321 §4.1.2: {@code Local-part "@" ( Domain / address-literal )}. The local part
 * is kept as it was written, quotes included, as only its own host may interpret it (§2.4); the
 * domain is lower-cased so that it can be a routing key. Immutable.
 *
 * @param localPart up to 64 octets, in quotes where it needs them
 * @param domain lower-case domain or address literal in brackets
 */
public record Mailbox(String localPart, String domain) {

  /** The longest local part, in octets: RFC 5321 §4.5.3.1.1. */
  public static final int MAX_LOCAL_PART_OCTETS = 64;

  private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  public Mailbox {
    Objects.requireNonNull(localPart, "localPart");
    domain = domain.toLowerCase(Locale.ROOT);
  }

  /**
   * Parses {@code local@domain}, all of it.
   *
   * @throws SmtpSyntaxException if it is not a mailbox; characters outside ASCII are not (no
   *     SMTPUTF8)
   */
  public static Mailbox parse(String text) throws SmtpSyntaxException {
    Cursor cursor = new Cursor(text);
    Mailbox mailbox = read(cursor);
    if (!cursor.atEnd()) {
      throw new SmtpSyntaxException("end of the address expected " + cursor.here());
    }
    return mailbox;
  }

  /** The whole address, {@code local@domain}. */
  public String address() {
    return localPart + '@' + domain;
  }

  @Override
  public String toString() {
    return address();
  }

  static Mailbox read(Cursor cursor) throws SmtpSyntaxException {
    String localPart = readLocalPart(cursor);
    cursor.expect('@');
    return new Mailbox(localPart, DomainSyntax.domainOrLiteral(cursor));
  }

  static String readLocalPart(Cursor cursor) throws SmtpSyntaxException {
    int start = cursor.position();
    if (cursor.peek() == '"') {
      quotedString(cursor);
    } else {
      do {
        atom(cursor);
      } while (cursor.skipIf('.'));
    }
    String localPart = cursor.since(start);
    if (localPart.length() > MAX_LOCAL_PART_OCTETS) {
      throw new SmtpSyntaxException("local part longer than " + MAX_LOCAL_PART_OCTETS + " octets");
    }
    return localPart;
  }

  private static void atom(Cursor cursor) throws SmtpSyntaxException {
    if (!isAtext(cursor.peek())) {
      throw new SmtpSyntaxException("atom of a local part expected " + cursor.here());
    }
    while (isAtext(cursor.peek())) {
      cursor.skip();
    }
  }

  private static void quotedString(Cursor cursor) throws SmtpSyntaxException {
    cursor.expect('"');
    while (!cursor.skipIf('"')) {
      cursor.skipIf('\\');
      char c = cursor.peek();
      if (c < ' ' || c > '~') {
        throw new SmtpSyntaxException(
            "printable character of a quoted string expected " + cursor.here());
      }
      cursor.skip();
    }
  }

  private static boolean isAtext(char c) {
    return DomainSyntax.isLetterOrDigit(c) || ATEXT_SPECIALS.indexOf(c) >= 0;
  }
}
