package io.hikyaku.smtp.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parameters of RCPT: NOTIFY and ORCPT (RFC 3461 §4.1, §4.2). */
record RecipientParameters(String notifyOn, String originalRecipient) {

  private static final Set<String> CONDITIONS = Set.of("SUCCESS", "FAILURE", "DELAY");

  /** RFC 3461 §4.2. */
  private static final int MAX_ORIGINAL_RECIPIENT = 500;

  /**
   * Reads them.
   *
   * @param extended whether the client said EHLO: without it nothing was offered
   */
  static RecipientParameters parse(String text, boolean extended) throws ParameterRefusedException {
    String notify = "";
    String originalRecipient = "";
    for (Map.Entry<String, String> parameter : MailParameters.parsed(text).entrySet()) {
      String value = parameter.getValue();
      switch (extended ? parameter.getKey() : "") {
        case "NOTIFY" -> notify = notify(value.toUpperCase(Locale.ROOT));
        case "ORCPT" -> {
          int semicolon = value.indexOf(';');
          if (semicolon < 1
              || !value.substring(0, semicolon).matches("[A-Za-z0-9-]+")
              || value.length() > MAX_ORIGINAL_RECIPIENT) {
            throw MailParameters.refused("ORCPT takes type;address of 500 octets at the most");
          }
          MailParameters.checkXtext(
              "ORCPT", value.substring(semicolon + 1), MAX_ORIGINAL_RECIPIENT);
          originalRecipient = value;
        }
        default ->
            throw new ParameterRefusedException(Replies.recipientParameter(parameter.getKey()));
      }
    }
    return new RecipientParameters(notify, originalRecipient);
  }

  private static String notify(String value) throws ParameterRefusedException {
    List<String> conditions = List.of(value.split(",", -1));
    boolean valid =
        value.equals("NEVER")
            || (CONDITIONS.containsAll(conditions)
                && Set.copyOf(conditions).size() == conditions.size());
    if (!valid) {
      throw MailParameters.refused("NOTIFY takes NEVER, or some of SUCCESS,FAILURE,DELAY");
    }
    return value;
  }
}
