package io.hikyaku.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayPolicyTest {

  private final List<String> faults = new ArrayList<>();

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(address, 1);
  }

  @Test
  void ownDomainsAreExactOrAllBelow() {
    RelayPolicy policy = RelayPolicy.parse("Example.org, .below.example", "", faults);

    assertThat(faults).isEmpty();
    assertThat(policy.isOwn("example.org")).isTrue();
    assertThat(policy.isOwn("sub.example.org")).isFalse();
    assertThat(policy.isOwn("a.b.below.example")).isTrue();
    assertThat(policy.isOwn("below.example")).isFalse();
    assertThat(policy.isOwn("notbelow.example")).isFalse();
  }

  @Test
  void networksAreOfBothFamilies() {
    RelayPolicy policy = RelayPolicy.parse("", "10.1.0.0/16, 192.0.2.7, 2001:db8::/32", faults);

    assertThat(faults).isEmpty();
    assertThat(policy.isAllowed(from("10.1.255.3"))).isTrue();
    assertThat(policy.isAllowed(from("10.2.0.1"))).isFalse();
    assertThat(policy.isAllowed(from("192.0.2.7"))).isTrue();
    assertThat(policy.isAllowed(from("192.0.2.8"))).isFalse();
    assertThat(policy.isAllowed(from("2001:db8:1::1"))).isTrue();
    assertThat(policy.isAllowed(from("2001:db9::1"))).isFalse();
  }

  @Test
  void allFaultsAreNamed() {
    RelayPolicy.parse("ok.example, -bad", "10.0.0.0/33, nonsense, ::1/129, 1.2.3.4/x", faults);

    assertThat(faults)
        .hasSize(5)
        .anyMatch(fault -> fault.contains("'-bad'"))
        .anyMatch(fault -> fault.contains("'10.0.0.0/33'"))
        .anyMatch(fault -> fault.contains("'nonsense'"));
  }

  @Test
  void relayingIsClosedButToOwnDomainsAndPostmaster() {
    SessionTester session = new SessionTester(s -> s.security(security("own.example", "")));
    session.greeted().say("MAIL FROM:<a@b.example>\r\n");

    assertThat(session.codes("RCPT TO:<x@own.example>\r\n")).containsExactly("250 2.1.5");
    assertThat(session.codes("RCPT TO:<x@other.example>\r\n")).containsExactly("550 5.7.1");
    assertThat(session.codes("RCPT TO:<x%other.example@own.example>\r\n"))
        .as("a local part is its host's to read")
        .containsExactly("250 2.1.5");
    assertThat(session.codes("RCPT TO:<@own.example:x@other.example>\r\n"))
        .as("a source route leads nowhere")
        .containsExactly("550 5.7.1");
    assertThat(session.codes("RCPT TO:<Postmaster>\r\n")).containsExactly("250 2.1.5");
  }

  @Test
  void anAllowedNetworkMayRelay() {
    SessionTester session = new SessionTester(s -> s.security(security("", "127.0.0.0/8")));
    session.greeted();
    assertThat(session.codes("MAIL FROM:<a@b.example>\r\nRCPT TO:<x@other.example>\r\n"))
        .containsExactly("250 2.1.0", "250 2.1.5");
  }

  static ServerSecurity security(String domains, String networks) {
    return new ServerSecurity(
        Optional.empty(),
        Optional.empty(),
        RelayPolicy.parse(domains, networks, new ArrayList<>()));
  }
}
