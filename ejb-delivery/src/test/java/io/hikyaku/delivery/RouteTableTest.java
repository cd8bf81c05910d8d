package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouteTableTest {

  private static final Route MAILBOX = new Route.LocalMailbox();

  @Test
  void aRouteIsTheMailboxAServerTheDnsOrAnApplication() {
    assertThat(Route.parse(" mailbox ")).isEqualTo(MAILBOX);
    assertThat(Route.parse("smtp:relay.example.org:25"))
        .isEqualTo(new Route.Relay("relay.example.org", 25));
    assertThat(Route.parse("smtp:[::1]:2525")).isEqualTo(new Route.Relay("::1", 2525));
    assertThat(Route.parse("MX")).isEqualTo(new Route.Mx());
    assertThat(Route.parse("group:orders")).isEqualTo(new Route.Application("orders"));
  }

  @Test
  void anythingElseIsRefusedWithTheTextAndWhatIsAllowed() {
    for (String text :
        List.of(
            "",
            "smtp",
            "smtp:",
            "smtp:host",
            "smtp:host:0",
            "smtp:host:65536",
            "lmtp:h:24",
            "group:a b")) {
      assertThatThrownBy(() -> Route.parse(text))
          .as("route '%s'", text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'"
                  + text
                  + "' is not a route: expected mailbox, mx, smtp:<host>:<port> or group:<name>");
    }
  }

  @Test
  void domainsAreComparedWithoutCase() {
    RouteTable table = new RouteTable(Map.of("example.org", new Route.Relay("h", 25)), MAILBOX);

    assertThat(table.of("Example.ORG")).isEqualTo(new Route.Relay("h", 25));
    assertThat(table.of("sub.example.org")).isEqualTo(MAILBOX);
  }

  @Test
  void anAddressMayHaveARouteOfItsOwn() {
    Route orders = new Route.Application("orders");
    RouteTable table =
        new RouteTable(
            RouteTable.parseEntries("Orders@Shop.test=group:orders,shop.test=mx", faults()),
            MAILBOX);
    Mail mail =
        Mail.of(
            Mails.mail("a@b.test", "x@shop.test", "ORDERS@shop.test", "y@shop.test", "z@c.test"));

    assertThat(Part.of(mail, table))
        .extracting(Part::route, part -> part.mail().addresses())
        .containsExactly(
            tuple(new Route.Mx(), List.of("x@shop.test", "y@shop.test")),
            tuple(orders, List.of("ORDERS@shop.test")),
            tuple(MAILBOX, List.of("z@c.test")));
    assertThat(table.all()).containsExactlyInAnyOrder(new Route.Mx(), orders, MAILBOX);
  }

  private static List<String> faults() {
    return new ArrayList<>();
  }

  @Test
  void everyFaultyEntryIsReportedAndTheOthersAreKept() {
    List<String> faults = new ArrayList<>();

    Map<String, Route> routes =
        RouteTable.parseEntries(
            "A.test=mailbox, b.test, c.test=ftp:x:1, a.test=smtp:h:25,, =mailbox", faults);

    assertThat(routes).containsExactly(Map.entry("a.test", MAILBOX));
    assertThat(faults)
        .containsExactly(
            "entry 'b.test': expected <domain or address>=<route>",
            "c.test: 'ftp:x:1' is not a route: expected mailbox, mx, smtp:<host>:<port> or"
                + " group:<name>",
            "a.test is given twice",
            "entry '=mailbox': expected <domain or address>=<route>");
  }
}
