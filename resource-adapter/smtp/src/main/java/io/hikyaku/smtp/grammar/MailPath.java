package io.hikyaku.smtp.grammar;

import java.util.Locale;
import java.util.Optional;

/**
 * What stands behind {@code MAIL FROM:} or {@code RCPT TO:}: a path in angle brackets and, behind
 * it, the parameters. Source routes are read and ignored, as RFC 5321 §4.1.2 and appendix C ask.
 * Immutable.
 *
 * @param mailbox the address; empty for the null reverse-path {@code <>}
 * @param parameters the rest of the line, trimmed, not parsed yet
 */
public record MailPath(Optional<Mailbox> mailbox, String parameters) {

  private static final String POSTMASTER = "postmaster";

  /**
   * Parses the argument of MAIL.
   *
   * @param argument all behind the verb, as {@code FROM:<a@example.org> SIZE=100}
   * @throws SmtpSyntaxException if it is not a reverse-path
   */
  public static MailPath reverse(String argument) throws SmtpSyntaxException {
    Cursor cursor = afterKeyword(argument, "FROM:");
    cursor.expect('<');
    if (cursor.skipIf('>')) {
      return new MailPath(Optional.empty(), parameters(cursor));
    }
    return new MailPath(Optional.of(restOfPath(cursor)), parameters(cursor));
  }

  /**
   * Parses the argument of RCPT.
   *
   * @param argument all behind the verb, as {@code TO:<a@example.org>}
   * @param localDomain the domain that {@code <Postmaster>} without one stands for (§4.1.1.3)
   * @throws SmtpSyntaxException if it is not a forward-path
   */
  public static MailPath forward(String argument, String localDomain) throws SmtpSyntaxException {
    Cursor cursor = afterKeyword(argument, "TO:");
    cursor.expect('<');
    String bare = POSTMASTER + '>';
    String rest = cursor.rest();
    if (rest.regionMatches(true, 0, bare, 0, bare.length())) {
      Mailbox postmaster = new Mailbox(Mailbox.readLocalPart(cursor), localDomain);
      cursor.expect('>');
      return new MailPath(Optional.of(postmaster), parameters(cursor));
    }
    return new MailPath(Optional.of(restOfPath(cursor)), parameters(cursor));
  }

  private static Cursor afterKeyword(String argument, String keyword) throws SmtpSyntaxException {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      throw new SmtpSyntaxException(keyword.toUpperCase(Locale.ROOT) + "<address> expected");
    }
    Cursor cursor = new Cursor(argument.substring(keyword.length()));
    // Not in the grammar, but common enough that every server takes it.
    cursor.skipSpaces();
    return cursor;
  }

  private static Mailbox restOfPath(Cursor cursor) throws SmtpSyntaxException {
    if (cursor.peek() == '@') {
      do {
        cursor.expect('@');
        DomainSyntax.domain(cursor);
      } while (cursor.skipIf(','));
      cursor.expect(':');
    }
    Mailbox mailbox = Mailbox.read(cursor);
    cursor.expect('>');
    return mailbox;
  }

  private static String parameters(Cursor cursor) throws SmtpSyntaxException {
    if (!cursor.atEnd() && cursor.peek() != ' ') {
      throw new SmtpSyntaxException("space or end of the line expected " + cursor.here());
    }
    return cursor.rest().trim();
  }
}
