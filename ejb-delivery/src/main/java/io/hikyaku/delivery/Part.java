package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mail for the recipients of one domain: what is tried at once, and waits together if it must.
 *
 * @param source the mail
 * @param domain of the recipients, in lower case
 * @param mail the mail, with these recipients only
 */
record Part(Mail source, String domain, MailMessage mail) {

  /** The parts of a mail, in the order of its recipients. */
  static List<Part> of(Mail source) {
    String destination = source.mail().destination();
    if (!destination.isEmpty()) {
      return List.of(new Part(source, destination, source.mail()));
    }
    Map<String, List<MailRecipient>> byDomain = new LinkedHashMap<>();
    for (MailRecipient recipient : source.mail().recipients()) {
      byDomain.computeIfAbsent(recipient.domain(), d -> new ArrayList<>()).add(recipient);
    }
    List<Part> parts = new ArrayList<>();
    byDomain.forEach(
        (domain, recipients) ->
            parts.add(new Part(source, domain, source.mail().withRecipients(recipients))));
    return parts;
  }
}
