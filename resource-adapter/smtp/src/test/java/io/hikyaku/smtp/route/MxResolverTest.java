package io.hikyaku.smtp.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.smtp.client.SmtpDestination;
import io.hikyaku.smtp.client.SmtpSite;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** The rules of RFC 5321 §5.1 and RFC 7505, with a DNS server on loopback. */
class MxResolverTest {

  private TestDns dns;
  private MxResolver resolver;

  @BeforeEach
  void start() throws IOException {
    dns = new TestDns();
    resolver =
        new MxResolver(
            DnsLookups.of(List.of(dns.address()), Duration.ofSeconds(1)),
            Set.of("self.test", "alone.test"),
            Set.of(InetAddress.getByName("192.0.2.99")),
            2525);
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  @AfterAll
  static void stopThreads() {
    DnsLookups.stop();
  }

  private MailRoute resolve(String domain) throws Exception {
    return resolver.resolve(domain).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private SmtpSite site(String domain) throws Exception {
    MailRoute route = resolve(domain);
    assertThat(route).isInstanceOf(MailRoute.To.class);
    return ((MailRoute.To) route).site();
  }

  private String nowhere(String domain) throws Exception {
    MailRoute route = resolve(domain);
    assertThat(route).isInstanceOf(MailRoute.Nowhere.class);
    return ((MailRoute.Nowhere) route).reply().toString();
  }

  @Test
  void hostsAreTriedByPreference() throws Exception {
    dns.add("a.test.", "MX", "20 second.test.").add("a.test.", "MX", "10 first.test.");
    dns.add("first.test.", "A", "192.0.2.1").add("first.test.", "AAAA", "2001:db8::1");
    dns.add("second.test.", "A", "192.0.2.2");

    assertThat(site("A.test").hosts())
        .extracting(SmtpDestination::toString)
        .containsExactly("first.test:2525", "first.test:2525", "second.test:2525");
    assertThat(site("a.test").hosts().get(1).address())
        .isEqualTo(InetAddress.getByName("2001:db8::1"));
  }

  @Test
  void equalsAreShuffledAndStayOneSite() throws Exception {
    for (int i = 0; i < 4; i++) {
      dns.add("b.test.", "MX", "10 mx" + i + ".test.")
          .add("mx" + i + ".test.", "A", "192.0.2." + i);
    }
    Set<String> first = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      SmtpSite site = site("b.test");
      first.add(site.hosts().get(0).host());
      names.add(site.name());
    }
    assertThat(first).as("each comes first at times").hasSize(4);
    assertThat(names).hasSize(1);
  }

  @Test
  void aSiteKeepsItsNameWhicheverOfItsManyHostsAreTried() throws Exception {
    for (int i = 0; i < 9; i++) {
      dns.add("h.test.", "MX", "10 mx" + i + ".test.");
      if (i != 4) {
        dns.add("mx" + i + ".test.", "A", "192.0.2." + i);
      }
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      SmtpSite site = site("h.test");
      assertThat(site.hosts()).hasSizeBetween(4, 5);
      names.add(site.name());
    }
    assertThat(names).hasSize(1);
  }

  @Test
  void answersAreCached() throws Exception {
    dns.add("cached.test.", "MX", "10 mx.test.").add("mx.test.", "A", "192.0.2.1");
    site("cached.test");
    int asked = dns.questions();
    for (int i = 0; i < 20; i++) {
      site("cached.test");
    }
    // that mx.test has no AAAA record may be asked anew: nobody said how long it holds
    assertThat(dns.questions() - asked).isLessThanOrEqualTo(20);
  }

  @Test
  void withoutMxTheDomainItselfIsTheServer() throws Exception {
    dns.add("c.test.", "A", "192.0.2.3");
    assertThat(site("c.test").hosts())
        .containsExactly(new SmtpDestination("c.test", 2525, InetAddress.getByName("192.0.2.3")));
  }

  @Test
  void aNullMxTakesNoMail() throws Exception {
    dns.add("null.test.", "MX", "0 .").add("null.test.", "A", "192.0.2.3");
    assertThat(nowhere("null.test")).startsWith("556 5.1.10");
  }

  @Test
  void aDomainThatIsNotThereBouncesAndADnsThatFailsDoesNot() throws Exception {
    assertThat(nowhere("nobody.test")).startsWith("550 5.1.2");
    dns.fail(Rcode.SERVFAIL);
    assertThat(nowhere("later.test")).startsWith("451 4.4.3");
  }

  @Test
  void serversWithoutAddressesBounce() throws Exception {
    dns.add("d.test.", "MX", "10 gone.test.");
    assertThat(nowhere("d.test")).startsWith("550 5.4.4");
  }

  @Test
  void onlyServersPreferredToThisOneAreTried() throws Exception {
    dns.add("e.test.", "MX", "10 better.test.")
        .add("e.test.", "MX", "20 Self.test.")
        .add("e.test.", "MX", "20 equal.test.")
        .add("e.test.", "MX", "30 worse.test.");
    dns.add("better.test.", "A", "192.0.2.4").add("equal.test.", "A", "192.0.2.5");
    dns.add("worse.test.", "A", "192.0.2.6");

    assertThat(site("e.test").hosts())
        .extracting(SmtpDestination::host)
        .containsExactly("better.test");
  }

  @Test
  void aDomainWhoseFirstServerIsThisOneLoops() throws Exception {
    dns.add("f.test.", "MX", "10 self.test.").add("self.test.", "A", "192.0.2.99");
    assertThat(nowhere("f.test")).startsWith("554 5.4.6");
    dns.add("g.test.", "MX", "10 alias.test.").add("alias.test.", "A", "192.0.2.99");
    assertThat(nowhere("g.test")).as("by its address").startsWith("554 5.4.6");
    dns.add("alone.test.", "A", "192.0.2.50");
    assertThat(nowhere("Alone.test")).as("without MX").startsWith("554 5.4.6");
  }

  @Test
  void anAddressLiteralNeedsNoDns() throws Exception {
    assertThat(site("[192.0.2.7]").hosts().get(0).address())
        .isEqualTo(InetAddress.getByName("192.0.2.7"));
    assertThat(site("[ipv6:2001:db8::7]").hosts().get(0).address())
        .isEqualTo(InetAddress.getByName("2001:db8::7"));
    assertThat(dns.questions()).isZero();
  }

  @Test
  void whatIsNoAddressLiteralIsRefused() throws Exception {
    for (String domain : List.of("[", "[]", "[x", "[192.0.2.7", "[IPv6:]")) {
      assertThat(nowhere(domain)).as(domain).startsWith("550 5.1.2");
    }
  }

  @Test
  void serversOfTheDnsAreRead() {
    assertThat(DnsLookups.servers("127.0.0.1, 127.0.0.2:5353, ::1, [::1]:54"))
        .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
        .containsExactly(
            "127.0.0.1 53", "127.0.0.2 5353", "0:0:0:0:0:0:0:1 53", "0:0:0:0:0:0:0:1 54");
    assertThatThrownBy(() -> DnsLookups.servers("127.0.0.1:99999"))
        .hasMessageContaining("127.0.0.1:99999");
  }
}
