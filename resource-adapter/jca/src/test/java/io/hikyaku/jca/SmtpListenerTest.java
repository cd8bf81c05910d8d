package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.server.IncomingMail;
import io.hikyaku.smtp.server.IncomingRecipient;
import io.hikyaku.smtp.server.MailRefusedException;
import io.hikyaku.store.Lease;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpListenerTest {

  private static final byte[] CONTENT =
      "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII);

  private final FakeStore store = new FakeStore();
  private final SmtpListener listener = new SmtpListener(store, "mail");

  @BeforeEach
  void makeGroup() {
    store.createGroup("mail", GroupSettings.spread());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static IncomingMail mail(byte[] content, String... recipients) {
    return new IncomingMail(
        Optional.of(box("from@example.org")),
        List.of(recipients).stream()
            .map(address -> new IncomingRecipient(box(address), "NEVER", "rfc822;x@y"))
            .toList(),
        content,
        true,
        OptionalLong.empty(),
        "HDRS",
        "QQ1",
        "",
        new InetSocketAddress(0),
        "client",
        "id",
        Instant.ofEpochMilli(1234));
  }

  private static Mailbox box(String address) {
    int at = address.indexOf('@');
    return new Mailbox(address.substring(0, at), address.substring(at + 1));
  }

  @Test
  void aMailIsStoredOnceWhateverItsRecipients() throws Exception {
    String id =
        listener
            .accept(mail(CONTENT, "a@One.example", "b@two.example", "c@one.example"))
            .toCompletableFuture()
            .get();
    List<MailMessage> mails =
        store.receive("mail", 10, Duration.ofSeconds(5)).stream()
            .map(Lease::message)
            .map(MailMessage::from)
            .toList();
    assertThat(mails).hasSize(1);
    MailMessage mail = mails.get(0);
    assertThat(mail.addresses()).containsExactly("a@one.example", "b@two.example", "c@one.example");
    assertThat(mail.destination()).as("several").isEmpty();
    assertThat(mail.recipients())
        .allSatisfy(
            recipient -> {
              assertThat(recipient.notifyOn()).isEqualTo("NEVER");
              assertThat(recipient.originalRecipient()).isEqualTo("rfc822;x@y");
            });
    assertThat(mail.sender()).isEqualTo("from@example.org");
    assertThat(mail.content()).isEqualTo(CONTENT);
    assertThat(mail.eightBit()).isTrue();
    assertThat(mail.returned()).isEqualTo("HDRS");
    assertThat(mail.envelopeId()).isEqualTo("QQ1");
    assertThat(mail.receivedAt()).isEqualTo(Instant.ofEpochMilli(1234));
    assertThat(mail.attempts()).isZero();
    assertThat(mail.id()).isEqualTo("id").isEqualTo(id);
  }

  @Test
  void aMailToOneDomainHasItAsItsKey() throws Exception {
    listener.accept(mail(CONTENT, "a@One.example", "b@one.example")).toCompletableFuture().get();

    assertThat(store.receive("mail", 10, Duration.ofSeconds(5)).get(0).message().key())
        .contains("one.example");
  }

  private SmtpReply refusal(IncomingMail mail) throws InterruptedException {
    try {
      String id = listener.accept(mail).toCompletableFuture().get();
      throw new AssertionError("accepted as " + id);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof CompletionException c ? c.getCause() : e.getCause();
      return ((MailRefusedException) cause).reply();
    }
  }

  @Test
  void refusalsSayWhetherToTryAgain() throws InterruptedException {
    store.failNextEnd(new StoreFullException("full"));
    assertThat(refusal(mail(CONTENT, "a@b.example")).toString()).startsWith("452 4.3.1 ");
    store.failNextEnd(new NoBackupException("alone"));
    assertThat(refusal(mail(CONTENT, "a@b.example")).toString()).startsWith("451 4.3.0 ");
    store.failNextEnd(new OutcomeUnknownException("silence"));
    assertThat(refusal(mail(CONTENT, "a@b.example")).toString()).startsWith("451 4.3.0 ");
    byte[] tooLarge = new byte[FakeStore.MAX_BODY + 1];
    assertThat(refusal(mail(tooLarge, "a@b.example")).toString()).startsWith("552 5.3.4 ");
  }
}
