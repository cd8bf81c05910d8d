package io.hikyaku.smtp.grammar;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of MAIL and RCPT: RFC 5321 §4.1.2, {@code esmtp-keyword ["=" esmtp-value]}. */
public final class EsmtpParameters {

  private EsmtpParameters() {}

  /**
   * Parses space-separated parameters.
   *
   * @return values by upper-case keyword, in order; an empty value where there is no {@code =}
   * @throws SmtpSyntaxException if a keyword or value is malformed or a keyword comes twice
   */
  public static Map<String, String> parse(String text) throws SmtpSyntaxException {
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    Cursor cursor = new Cursor(text);
    while (!cursor.atEnd()) {
      String keyword = keyword(cursor);
      String value = cursor.skipIf('=') ? value(cursor) : "";
      if (!cursor.atEnd() && cursor.peek() != ' ') {
        throw new SmtpSyntaxException("space behind a parameter expected " + cursor.here());
      }
      if (parameters.put(keyword, value) != null) {
        throw new SmtpSyntaxException("parameter " + keyword + " given twice");
      }
      cursor.skipSpaces();
    }
    return parameters;
  }

  /** Whether a text may stand behind the {@code =} of a parameter. */
  public static boolean isValue(String text) {
    return !text.isEmpty() && text.chars().allMatch(EsmtpParameters::isOfValue);
  }

  private static boolean isOfValue(int octet) {
    return octet > ' ' && octet < 0x7f && octet != '=';
  }

  private static String keyword(Cursor cursor) throws SmtpSyntaxException {
    int start = cursor.position();
    if (!DomainSyntax.isLetterOrDigit(cursor.peek())) {
      throw new SmtpSyntaxException("parameter expected " + cursor.here());
    }
    while (DomainSyntax.isLetterOrDigit(cursor.peek()) || cursor.peek() == '-') {
      cursor.skip();
    }
    return cursor.since(start).toUpperCase(Locale.ROOT);
  }

  private static String value(Cursor cursor) throws SmtpSyntaxException {
    int start = cursor.position();
    while (isOfValue(cursor.peek())) {
      cursor.skip();
    }
    if (cursor.position() == start) {
      throw new SmtpSyntaxException("value of a parameter expected " + cursor.here());
    }
    return cursor.since(start);
  }
}
