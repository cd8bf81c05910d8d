package io.hikyaku.delivery;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mail for the recipients of one domain that go the same way: what is tried at once, and waits
 * together if it must.
 *
 * @param source the mail
 * @param domain of the recipients, in lower case
 * @param route where they go
 * @param mail the mail, with these recipients only
 */
record Part(Mail source, String domain, Route route, MailMessage mail) {

  private record Way(String domain, Route route) {}

  /** The parts of a mail, in the order of its recipients. */
  static List<Part> of(Mail source, RouteTable routes) {
    MailMessage mail = source.mail();
    if (mail.recipients().size() == 1) {
      MailRecipient only = mail.recipients().get(0);
      return List.of(new Part(source, only.domain(), routes.of(only), mail));
    }
    Map<Way, List<MailRecipient>> byWay = new LinkedHashMap<>();
    for (MailRecipient recipient : mail.recipients()) {
      Way way = new Way(recipient.domain(), routes.of(recipient));
      byWay.computeIfAbsent(way, w -> new ArrayList<>()).add(recipient);
    }
    List<Part> parts = new ArrayList<>();
    byWay.forEach(
        (way, recipients) ->
            parts.add(new Part(source, way.domain, way.route, mail.withRecipients(recipients))));
    return parts;
  }
}
