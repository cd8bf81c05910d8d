package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.client.SmtpClient;
import io.hikyaku.smtp.client.SmtpClientConfiguration;
import io.hikyaku.smtp.route.MailRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Domains whose name servers do not answer. */
final class SmtpTransportTest {

  private static final MailRoute UNKNOWN =
      new MailRoute.Nowhere(SmtpReply.of(451, "4.4.3", "not known now"));

  private final MovedClock clock = new MovedClock();
  private final SmtpClient client =
      SmtpClient.start(SmtpClientConfiguration.builder().heloName("mx.test").build());
  private final List<CompletableFuture<MailRoute>> lookups = new ArrayList<>();
  private boolean room = true;
  private final SmtpTransport transport =
      new SmtpTransport(
          client,
          domain -> {
            lookups.add(new CompletableFuture<>());
            return lookups.get(lookups.size() - 1);
          },
          new RateLimits(new RateTable(Map.of(), Optional.empty()), clock, () -> 0),
          () -> room,
          clock,
          () -> 0);

  @AfterEach
  void close() {
    client.close();
  }

  private static Part part(String domain) {
    Mail mail = Mail.of(Mails.mail("a@home.test", "b@" + domain));
    return Part.of(mail, new RouteTable(Map.of(), new Route.Mx())).get(0);
  }

  private Outcome deliver(String domain, Duration lookup) {
    var outcomes = transport.deliver(part(domain)).toCompletableFuture();
    if (!outcomes.isDone()) {
      clock.now = clock.now.plus(lookup);
      boolean unused = lookups.get(lookups.size() - 1).complete(UNKNOWN);
    }
    return outcomes.join().get("b@" + domain);
  }

  @Test
  void noBatchWaitsASecondTimeForThem() {
    assertThat(deliver("dark.test", Duration.ofSeconds(6))).isInstanceOf(Outcome.Deferred.class);
    assertThat(deliver("light.test", Duration.ofMillis(50))).isInstanceOf(Outcome.Deferred.class);

    assertThat(transport.isSlow(part("dark.test"))).isTrue();
    assertThat(transport.isSlow(part("light.test"))).isFalse();
    assertThat(deliver("dark.test", Duration.ofMillis(50))).isInstanceOf(Outcome.Deferred.class);
    assertThat(transport.isSlow(part("dark.test"))).as("it answered at once").isFalse();
  }

  @Test
  void theyAreNotAskedForWhenTooMuchIsUnderWay() {
    assertThat(deliver("dark.test", Duration.ofSeconds(6))).isInstanceOf(Outcome.Deferred.class);
    room = false;
    assertThat(deliver("dark.test", Duration.ZERO)).isInstanceOf(Outcome.Held.class);
    assertThat(lookups).hasSize(1);
    assertThat(deliver("light.test", Duration.ZERO)).isInstanceOf(Outcome.Deferred.class);
  }
}
