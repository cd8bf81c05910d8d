package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SettingsReaderTest {

  @Test
  void withoutAnySettingMailGoesToTheMailboxes() {
    DeliverySettings settings = read(Map.of());

    assertThat(settings.routes().of("example.org")).isEqualTo(new Route.LocalMailbox());
    assertThat(settings.mailboxDirectory()).isEqualTo(Path.of("mailbox").toAbsolutePath());
    assertThat(settings.mailboxSync()).isFalse();
    assertThat(settings.retry()).isEqualTo(RetrySchedule.DEFAULT);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void everySettingIsRead() {
    DeliverySettings settings =
        read(
            Map.of(
                "hikyaku.delivery.default", "smtp:relay.test:2526",
                "hikyaku.delivery.routes", "local.test=mailbox",
                "hikyaku.delivery.mailbox.directory", "/var/mail",
                "hikyaku.delivery.mailbox.sync", "true",
                "hikyaku.delivery.retry.first", "1s",
                "hikyaku.delivery.retry.longest", "10 s",
                "hikyaku.delivery.retry.give-up-after", "1m",
                "hikyaku.delivery.hostname", "mx.test",
                "hikyaku.delivery.timeout", "500ms",
                "hikyaku.delivery.connections", "3"));

    assertThat(settings)
        .isEqualTo(
            new DeliverySettings(
                new RouteTable(
                    Map.of(
                        "local.test",
                        new Route.LocalMailbox(),
                        "mx.test",
                        new Route.LocalMailbox()),
                    new Route.Relay("relay.test", 2526)),
                new RateTable(Map.of(), Optional.empty()),
                Path.of("/var/mail"),
                true,
                new RetrySchedule(
                    Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1)),
                Duration.ofHours(4),
                "mx.test",
                "node-7",
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                3,
                true,
                List.of(),
                25,
                Optional.empty()));
  }

  @Test
  void thisHostIsCalledAsItsListenerForMail() {
    assertThat(read(Map.of("hikyaku.smtp.hostname", "mx.in.test")).hostName())
        .isEqualTo("mx.in.test");
    assertThat(
            read(Map.of(
                    "hikyaku.smtp.hostname", "mx.in.test", "hikyaku.delivery.hostname", "out.test"))
                .hostName())
        .isEqualTo("out.test");
    assertThat(read(Map.of("hikyaku.smtp.hostname", "")).hostName()).isNotBlank();
  }

  @Test
  void whatIsAddressedToThisHostStaysHere() {
    Map<String, String> names =
        Map.of(
            "hikyaku.delivery.default", "mx",
            "hikyaku.smtp.hostname", "MX.in.test",
            "hikyaku.delivery.hostname", "out.test");
    RouteTable routes = read(names).routes();
    assertThat(routes.of("mx.IN.test")).isEqualTo(new Route.LocalMailbox());
    assertThat(routes.of("out.test")).isEqualTo(new Route.LocalMailbox());
    assertThat(routes.of("in.test")).isEqualTo(new Route.Mx());

    Map<String, String> routed = new HashMap<>(names);
    routed.put("hikyaku.delivery.routes", "out.test=group:staff");
    assertThat(read(routed).routes().of("out.test")).isEqualTo(new Route.Application("staff"));
  }

  @Test
  void settingsOfRoutingAreRead() {
    DeliverySettings settings =
        read(
            Map.of(
                "hikyaku.delivery.default", "mx",
                "hikyaku.delivery.routes", "shop.test=group:orders",
                "hikyaku.delivery.rates", "Far.test=20/s, *=100/m",
                "hikyaku.delivery.dns.servers", "127.0.0.1:5353, ::1",
                "hikyaku.delivery.mx.port", "2526",
                "hikyaku.delivery.starttls", "false",
                "hikyaku.delivery.log", "/var/log/mail"));

    assertThat(settings.routes().otherwise()).isEqualTo(new Route.Mx());
    assertThat(settings.routes().of("shop.test")).isEqualTo(new Route.Application("orders"));
    assertThat(settings.rates())
        .isEqualTo(
            new RateTable(
                Map.of("far.test", new Rate(20, Duration.ofSeconds(1))),
                Optional.of(new Rate(100, Duration.ofMinutes(1)))));
    assertThat(settings.dnsServers())
        .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
        .containsExactly("127.0.0.1 5353", "0:0:0:0:0:0:0:1 53");
    assertThat(settings.mxPort()).isEqualTo(2526);
    assertThat(settings.startTls()).isFalse();
    assertThat(settings.log()).contains(Path.of("/var/log/mail"));
  }

  @Test
  void allFaultsAreReportedTogether() {
    InvalidSettingsException invalid =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                read(
                    Map.of(
                        "hikyaku.delivery.default", "nowhere",
                        "hikyaku.delivery.routes", "a.test",
                        "hikyaku.delivery.rates", "a.test=fast",
                        "hikyaku.delivery.mailbox.sync", "yes",
                        "hikyaku.delivery.retry.first", "soon",
                        "hikyaku.delivery.timeout", "0s",
                        "hikyaku.delivery.connections", "many",
                        "hikyaku.delivery.mailbox.dir", "/tmp",
                        "hikyaku.delivery.hostname", "not a name")));

    assertThat(invalid.faults())
        .hasSize(9)
        .anyMatch(
            fault -> fault.startsWith("hikyaku.delivery.mailbox.dir is not known; there are "))
        .anyMatch(fault -> fault.startsWith("hikyaku.delivery.default: 'nowhere' is not a route"))
        .contains(
            "hikyaku.delivery.routes: entry 'a.test': expected <domain or address>=<route>",
            "hikyaku.delivery.rates: a.test: 'fast' is not a rate: expected mails/s, mails/m or mails/h,"
                + " as 20/s",
            "hikyaku.delivery.mailbox.sync: 'yes': expected true or false",
            "hikyaku.delivery.retry.first: 'soon' is not a duration: expected a whole number and ms,"
                + " s, m, h or d",
            "hikyaku.delivery.timeout is 0 ms: must be longer than zero and at most 600 s",
            "hikyaku.delivery.connections: 'many': expected a number from 1 to 9999",
            "hikyaku.delivery.hostname: 'not a name' is not a host name");
    assertThat(invalid).hasMessageContaining("; hikyaku.delivery.default: ");
  }

  @Test
  void aFirstDelayOverTheLongestIsAFault() {
    InvalidSettingsException invalid =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                read(
                    Map.of(
                        "hikyaku.delivery.retry.first", "2h",
                        "hikyaku.delivery.retry.longest", "1h")));

    assertThat(invalid.faults())
        .containsExactly(
            "hikyaku.delivery.retry.first is longer than hikyaku.delivery.retry.longest: 7200 s and"
                + " 3600 s");
  }

  /** On a node named node-7. */
  private static DeliverySettings read(Map<String, String> values) {
    return SettingsReader.read(
        values.keySet(),
        name ->
            Optional.ofNullable(name.equals("hikyaku.node.name") ? "node-7" : values.get(name)));
  }
}
