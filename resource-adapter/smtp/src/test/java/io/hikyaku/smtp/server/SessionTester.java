package io.hikyaku.smtp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A session without a network: what is said goes in, what is replied comes out. */
final class SessionTester {

  static final Instant NOW = Instant.parse("2026-11-21T20:53:00Z");

  /** Receivers of these tests fail on purpose. Held here, as its level goes with the logger. */
  private static final Logger LOGGER = Logger.getLogger("io.hikyaku.smtp.server");

  static {
    LOGGER.setLevel(Level.OFF);
  }

  final List<IncomingMail> mails = new ArrayList<>();
  final ServerContext context;
  private final EmbeddedChannel channel;

  SessionTester() {
    this(settings -> settings);
  }

  SessionTester(UnaryOperator<SmtpServerConfiguration.Builder> settings) {
    this(settings, null);
  }

  /** With no receiver mails are kept and queued as {@code q1}, {@code q2}, …. */
  SessionTester(UnaryOperator<SmtpServerConfiguration.Builder> settings, MailReceiver receiver) {
    SmtpServerConfiguration configuration =
        settings.apply(SmtpServerConfiguration.builder().hostname("mx.example.org")).build();
    MailReceiver used =
        receiver != null
            ? receiver
            : mail -> {
              mails.add(mail);
              return CompletableFuture.completedFuture("q" + mails.size());
            };
    context = new ServerContext(configuration, used, Clock.fixed(NOW, ZoneOffset.UTC));
    channel = new EmbeddedChannel(new SessionHandler(context));
  }

  EmbeddedChannel channel() {
    return channel;
  }

  /** Past the greeting and EHLO. */
  SessionTester greeted() {
    say("EHLO client.example\r\n");
    return this;
  }

  /** Past the greeting, EHLO, MAIL, RCPT and DATA. */
  SessionTester inData() {
    greeted().say("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n");
    return this;
  }

  /** Sends, as one packet, and returns all replies that have come since. */
  String say(String octets) {
    return say(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  String say(byte[] octets) {
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.copiedBuffer(octets));
    }
    return replies();
  }

  String replies() {
    channel.runPendingTasks();
    StringBuilder replies = new StringBuilder();
    ByteBuf out;
    while ((out = channel.readOutbound()) != null) {
      replies.append(out.toString(StandardCharsets.US_ASCII));
      out.release();
    }
    return replies.toString();
  }

  /** The codes of the replies, with the enhanced ones where there are any. */
  List<String> codes(String octets) {
    return codesOf(say(octets));
  }

  static List<String> codesOf(String replies) {
    List<String> codes = new ArrayList<>();
    for (String line : replies.lines().toList()) {
      if (line.length() > 3 && line.charAt(3) == ' ') {
        String second = line.substring(4).split(" ", 2)[0];
        boolean enhanced = second.matches("[245]\\.\\d+\\.\\d+");
        codes.add(line.substring(0, 3) + (enhanced ? " " + second : ""));
      }
    }
    return codes;
  }

  static String text(IncomingMail mail) {
    return new String(mail.content(), StandardCharsets.ISO_8859_1);
  }

  /** The content behind the Received field of this server. */
  static String body(IncomingMail mail) {
    return text(mail).replaceFirst("^Received: .*\r\n\t.*\r\n\t.*\r\n", "");
  }
}
