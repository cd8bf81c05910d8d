package io.hikyaku.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b",
        "first.last@example.org",
        "user+tag@sub.example.org",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        "\"quoted part\"@example.org",
        "\"with \\\" and \\\\ and @\"@example.org",
        "\"\"@example.org",
        "a@[127.0.0.1]",
        "a@[ipv6:2001:db8::1]",
        "a@xn--bcher-kva.example",
        "a@1-2.3com",
      })
  void takes(String address) throws SmtpSyntaxException {
    assertThat(Mailbox.parse(address).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "@example.org",
        "a@",
        "a@.org",
        "a@example.",
        "a@example..org",
        "a@-example.org",
        "a@example-.org",
        "a@exa_mple.org",
        ".a@example.org",
        "a.@example.org",
        "a..b@example.org",
        "a b@example.org",
        "a@b@example.org",
        "\"open@example.org",
        "\"a\"b@example.org",
        "\"tab\t\"@example.org",
        "a@[127.0.0.256]",
        "a@[127.0.0.1",
        "a@[IPv6:zz]",
        "a@[tag:x]",
        "\u00fc@example.org",
        "a@b\u00fccher.example",
        "a@example.org\r\nRCPT TO:<b@c>",
        "a@example.org>",
      })
  void refuses(String address) {
    assertThatThrownBy(() -> Mailbox.parse(address)).isInstanceOf(SmtpSyntaxException.class);
  }

  @Test
  void keepsTheLocalPartAndLowersTheDomain() throws SmtpSyntaxException {
    assertThat(Mailbox.parse("MiXed@Example.ORG")).isEqualTo(new Mailbox("MiXed", "example.org"));
  }

  @Test
  void bindsLengths() throws SmtpSyntaxException {
    String domain = ("a".repeat(63) + ".").repeat(3) + "b".repeat(63);
    assertThat(Mailbox.parse("x".repeat(64) + "@" + domain).domain()).hasSize(255);
    assertThatThrownBy(() -> Mailbox.parse("x".repeat(65) + "@b")).hasMessageContaining("64");
    assertThatThrownBy(() -> Mailbox.parse("x@" + "a".repeat(64))).hasMessageContaining("63");
    assertThatThrownBy(() -> Mailbox.parse("x@" + domain + ".c")).hasMessageContaining("255");
  }

  @Property
  void whateverIsTakenIsSafeInACommandLine(@ForAll String text) {
    try {
      Mailbox mailbox = Mailbox.parse(text + "@example.org");
      assertThat(mailbox.address()).matches("[ -~]+");
    } catch (SmtpSyntaxException refused) {
      assertThat(refused.getMessage()).matches("[ -~]+");
    }
  }
}
