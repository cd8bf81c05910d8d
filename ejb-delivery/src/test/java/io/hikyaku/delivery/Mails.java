package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.MailMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Mails for tests, as the store would give them out. */
final class Mails {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private static final AtomicLong SEQUENCE = new AtomicLong();
  private static final String CONTENT = "Subject: greetings\r\n\r\nHello\r\n";

  private Mails() {}

  static ReceivedMessage mail(String sender, String... recipients) {
    return received(envelope(sender, recipients).toMessage());
  }

  static MailMessage envelope(String sender, String... recipients) {
    return MailMessage.of(
        "M" + SEQUENCE.incrementAndGet(),
        sender,
        List.of(recipients),
        CONTENT.getBytes(US_ASCII),
        NOW);
  }

  static ReceivedMessage received(Message message) {
    return new ReceivedMessage(
        new MessageId(1, SEQUENCE.incrementAndGet()), "mail", message, 1, NOW);
  }

  /** A message that was sent, read back as the mail it is. */
  static MailMessage read(Message message) {
    return MailMessage.from(received(message));
  }
}
