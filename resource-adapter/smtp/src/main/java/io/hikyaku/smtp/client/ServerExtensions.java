package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.mime.SevenBitConversion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server offers in its reply to EHLO: RFC 5321 §4.1.1.1.
 *
 * @param pipelining RFC 2920
 * @param eightBit RFC 6152
 * @param dsn RFC 3461
 * @param startTls RFC 3207
 * @param size whether MAIL may carry {@code SIZE=} (RFC 1870)
 * @param maxSize the largest mail it takes, in octets; 0 if it does not say
 */
record ServerExtensions(
    boolean pipelining,
    boolean eightBit,
    boolean dsn,
    boolean startTls,
    boolean size,
    long maxSize) {

  static final ServerExtensions NONE = new ServerExtensions(false, false, false, false, false, 0);

  static ServerExtensions of(SmtpReply helloReply) {
    boolean pipelining = false;
    boolean eightBit = false;
    boolean dsn = false;
    boolean startTls = false;
    boolean size = false;
    long maxSize = 0;
    // The first line is the name of the server.
    for (String line : helloReply.lines().subList(1, helloReply.lines().size())) {
      List<String> words = List.of(line.trim().toUpperCase(Locale.ROOT).split("[ =]+", 3));
      switch (words.get(0)) {
        case "PIPELINING" -> pipelining = true;
        case "8BITMIME" -> eightBit = true;
        case "DSN" -> dsn = true;
        case "STARTTLS" -> startTls = true;
        case "SIZE" -> {
          size = true;
          maxSize = words.size() > 1 ? number(words.get(1)) : 0;
        }
        default -> {}
      }
    }
    return new ServerExtensions(pipelining, eightBit, dsn, startTls, size, maxSize);
  }

  /** The mail as this server takes it: converted if it takes 7 bits only; empty if it cannot be. */
  Optional<OutgoingMail> fitted(OutgoingMail mail) {
    return eightBit || !SevenBitConversion.isNeeded(mail.content())
        ? Optional.of(mail)
        : SevenBitConversion.convert(mail.content()).map(mail::withContent);
  }

  /** Whether the server takes mails of this size. */
  boolean takes(int octets) {
    return maxSize <= 0 || octets <= maxSize;
  }

  private static long number(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException noLimitThatWeUnderstand) {
      return 0;
    }
  }
}
