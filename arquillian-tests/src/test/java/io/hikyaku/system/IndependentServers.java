package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers of others: smtp-sink with its faults, found by the zones of dnsmasq. */
interface IndependentServers {

  MailStage stage();

  @Test
  default void aServerThatRefusesForNowGetsTheMailLater() {
    Sink busy = stage().sink(stage().relayPort, "-r", "rcpt");
    stage().relay("later@relay.test");
    stage().awaitLog("to=<later@relay.test> route=smtp:127.0.0.1:");
    stage().stop(busy);
    Sink ready = stage().sink(stage().relayPort);
    await("the mail").atMost(MailStage.SOON).until(() -> ready.mails() == 1);
  }

  @Test
  default void aServerThatHangsUpAtAnyStageGetsTheMailLater() {
    for (String fault : new String[] {"-q connect", "-q mail", "-q data", "-Q .", "-r data"}) {
      Sink faulty = stage().sink(stage().relayPort, fault.split(" ", -1));
      String user = "fault" + fault.replaceAll("[^a-z]", "");
      stage().relay(user + "@relay.test");
      stage().awaitLog("to=<" + user + "@relay.test>");
      stage().stop(faulty);
      Sink ready = stage().sink(stage().relayPort);
      await("the mail after " + fault).atMost(MailStage.SOON).until(() -> ready.mails() >= 1);
      stage().stop(ready);
    }
  }

  @Test
  default void aServerThatRefusesForGoodMakesABounce() {
    Sink unused = stage().sink(stage().relayPort, "-f", "rcpt");
    stage().relayFrom("bounced@example.org", "nobody@relay.test");
    assertThat(stage().mailOf("bounced"))
        .contains("Return-Path: <>")
        .contains("Final-Recipient: rfc822; nobody@relay.test")
        .contains("Action: failed");
  }

  @Test
  default void mailFollowsTheMxRecords() {
    Sink sink = stage().sink(stage().mxPort);
    stage().relay("a@mx.test");
    await("by MX").atMost(MailStage.SOON).until(() -> sink.mails() == 1);
    stage().relay("a@plain.test");
    await("by address").atMost(MailStage.SOON).until(() -> sink.mails() == 2);
    stage().relay("a@six.test");
    await("by IPv4, as nobody listens on ::1")
        .atMost(MailStage.SOON)
        .until(() -> sink.mails() == 3);
    stage().relayFrom("gone@example.org", "a@absent.test");
    assertThat(stage().mailOf("gone")).contains("Status: 5.1.2");
  }

  @Test
  default void thePreferredServerIsTriedFirstAndTheNextIfItIsDown() {
    Sink first = stage().sink("127.0.0.6", stage().mxPort);
    Sink second = stage().sink(stage().mxPort);
    for (int i = 0; i < 5; i++) {
      stage().relay("a@choice.test");
    }
    await("the preferred server").atMost(MailStage.SOON).until(() -> first.mails() == 5);
    assertThat(second.mails()).isZero();
    stage().stop(first);
    stage().relay("b@choice.test");
    await("the other one").atMost(MailStage.SOON).until(() -> second.mails() == 1);
  }

  @Test
  default void aDomainThatTakesNoMailAndOneThatLoopsAreBouncedAtOnce() {
    stage().relayFrom("nullmx@example.org", "a@null.test");
    assertThat(stage().mailOf("nullmx")).contains("Status: 5.1.10");
    stage().relayFrom("selfmx@example.org", "a@self.test");
    assertThat(stage().mailOf("selfmx")).contains("Status: 5.4.6");
  }

  @Test
  default void aRateIsKept() {
    Sink sink = stage().sink(stage().ratePort);
    int mails = 40;
    long began = System.nanoTime();
    stage().relayMany(mails, "rate.test");
    await("all mails").atMost(MailStage.SOON).until(() -> sink.mails() == mails);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("10 mails a second, the first ten at once")
        .isGreaterThan(Duration.ofMillis(2900));
    assertThat(stage().deliveryLog()).contains("@rate.test> route=", "status=held dsn=4.3.2");
  }

  @Test
  default void aSlowServerHoldsUpNobodyElse() {
    Sink slow = stage().sink(stage().slowPort, "-w", "20");
    stage().relayMany(20, "slow.test");
    long started = System.nanoTime();
    stage().smtpSource(10, 1000, 500, "quick@example.org");
    stage().awaitMailbox("quick", 1000);
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .as("while mails to a slow server are under way")
        .isLessThan(Duration.ofSeconds(15));
    assertThat(slow.mails()).isLessThan(20);
  }
}
