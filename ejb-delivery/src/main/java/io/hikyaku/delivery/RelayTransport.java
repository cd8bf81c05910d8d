package io.hikyaku.delivery;

import io.hikyaku.smtp.client.DeliveryReport;
import io.hikyaku.smtp.client.OutgoingMail;
import io.hikyaku.smtp.client.SmtpClient;
import io.hikyaku.smtp.client.SmtpDestination;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Delivers by SMTP to one server. Several share one client, which keeps the connections. */
final class RelayTransport implements Transport {

  private final SmtpClient client;
  private final SmtpDestination destination;

  RelayTransport(SmtpClient client, Route.Relay relay) {
    this.client = client;
    this.destination = new SmtpDestination(relay.host(), relay.port());
  }

  @Override
  public CompletionStage<Map<String, Outcome>> deliver(Mail mail) {
    OutgoingMail outgoing =
        new OutgoingMail(
            mail.mail().sender(),
            mail.mail().recipients(),
            mail.mail().content(),
            mail.mail().eightBit());
    return client.deliver(destination, outgoing).thenApply(this::outcomes);
  }

  private Map<String, Outcome> outcomes(DeliveryReport report) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    report.outcomes().forEach((recipient, outcome) -> outcomes.put(recipient, outcome(outcome)));
    return outcomes;
  }

  private Outcome outcome(io.hikyaku.smtp.client.Outcome outcome) {
    String host = outcome.local() ? "" : destination.host();
    return switch (outcome.kind()) {
      case DELIVERED -> Outcome.DELIVERED;
      case PERMANENT -> new Outcome.Refused(outcome.reply(), host);
      // unknown: whether the other server has the mail cannot be found out. Better twice than never
      case TEMPORARY, UNKNOWN -> new Outcome.Deferred(outcome.reply(), host);
    };
  }
}
