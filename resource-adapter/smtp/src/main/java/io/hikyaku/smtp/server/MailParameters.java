package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.EsmtpParameters;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import io.hikyaku.smtp.grammar.Xtext;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152), RET and ENVID (RFC 3461 §4.3, §4.4),
 * AUTH (RFC 4954 §5, read and not believed).
 */
record MailParameters(boolean eightBit, OptionalLong size, String returned, String envelopeId) {

  /** RFC 1870 §3: {@code size-value ::= 1*20DIGIT}; more than fits into a long is too large. */
  private static final int MAX_SIZE_DIGITS = 20;

  private static final int MAX_LONG_DIGITS = 18;

  /** RFC 3461 §4.4. */
  private static final int MAX_ENVELOPE_ID = 100;

  /**
   * Reads them.
   *
   * @param extended whether the client said EHLO: without it nothing was offered
   * @param authentication whether AUTH was offered
   */
  static MailParameters parse(String text, boolean extended, boolean authentication)
      throws ParameterRefusedException {
    boolean eightBit = false;
    OptionalLong size = OptionalLong.empty();
    String returned = "";
    String envelopeId = "";
    for (Map.Entry<String, String> parameter : parsed(text).entrySet()) {
      String value = parameter.getValue();
      switch (extended ? parameter.getKey() : "") {
        case "SIZE" -> size = size(value);
        case "BODY" -> eightBit = isEightBit(value);
        case "RET" -> {
          returned = value.toUpperCase(Locale.ROOT);
          if (!returned.equals("FULL") && !returned.equals("HDRS")) {
            throw refused("RET takes FULL or HDRS");
          }
        }
        case "ENVID" -> {
          checkXtext("ENVID", value, MAX_ENVELOPE_ID);
          envelopeId = value;
        }
        case "AUTH" -> {
          if (!authentication) {
            throw new ParameterRefusedException(Replies.senderParameter(parameter.getKey()));
          }
          checkXtext("AUTH", value, Integer.MAX_VALUE);
        }
        default -> throw new ParameterRefusedException(Replies.senderParameter(parameter.getKey()));
      }
    }
    return new MailParameters(eightBit, size, returned, envelopeId);
  }

  static Map<String, String> parsed(String text) throws ParameterRefusedException {
    try {
      return EsmtpParameters.parse(text);
    } catch (SmtpSyntaxException malformed) {
      throw refused(malformed.getMessage());
    }
  }

  static void checkXtext(String keyword, String value, int longest)
      throws ParameterRefusedException {
    try {
      if (value.isEmpty() || value.length() > longest) {
        throw refused(keyword + " takes xtext of 1 to " + longest + " octets (RFC 3461)");
      }
      String unused = Xtext.decode(value);
    } catch (SmtpSyntaxException malformed) {
      throw refused(keyword + ": " + malformed.getMessage());
    }
  }

  static ParameterRefusedException refused(String why) {
    return new ParameterRefusedException(Replies.badParameter(why));
  }

  private static OptionalLong size(String value) throws ParameterRefusedException {
    if (value.length() > MAX_SIZE_DIGITS || !value.matches("[0-9]+")) {
      throw refused("SIZE takes a number of octets");
    }
    return OptionalLong.of(
        value.length() > MAX_LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(value));
  }

  private static boolean isEightBit(String value) throws ParameterRefusedException {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "8BITMIME" -> true;
      case "7BIT" -> false;
      case "" -> throw refused("BODY takes 7BIT or 8BITMIME");
      default -> throw new ParameterRefusedException(Replies.parameterValue("BODY", value));
    };
  }
}
