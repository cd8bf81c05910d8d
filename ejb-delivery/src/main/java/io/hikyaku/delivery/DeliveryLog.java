package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.mail.MailMessage;
import io.hikyaku.api.mail.MailRecipient;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One line for each outcome of a recipient: {@code name=value} pairs, texts in quotes. Written
 * behind a buffer, to be flushed once a second or so; at {@link #MAX_BYTES} the file is put aside
 * as {@code .1}, and the one before it goes. Thread-safe.
 */
final class DeliveryLog implements AutoCloseable {

  private static final long MAX_BYTES = 100L << 20;

  private final Path file;
  private BufferedWriter writer;
  private long bytes;
  private boolean failing;

  private DeliveryLog(Path file) {
    this.file = file;
  }

  /** A log in a file, which is made when the first line is written. */
  static DeliveryLog to(Path file) {
    return new DeliveryLog(file);
  }

  /** Writes nothing. */
  static DeliveryLog none() {
    return new DeliveryLog(null);
  }

  /** Writes what became of a recipient. */
  void outcome(
      MailMessage mail, MailRecipient recipient, Attempt attempt, Outcome outcome, Instant now) {
    if (file != null) {
      write(line(mail, recipient, attempt, outcome, now));
    }
  }

  static String line(
      MailMessage mail, MailRecipient recipient, Attempt attempt, Outcome outcome, Instant now) {
    Duration age = Duration.between(mail.receivedAt(), now);
    return "time="
        + now
        + " mail="
        + mail.id()
        + " from=<"
        + mail.sender()
        + "> to=<"
        + recipient.address()
        + "> route="
        + attempt.route()
        + " host="
        + (outcome.host().isEmpty() ? "-" : outcome.host())
        + " status="
        + status(outcome)
        + " dsn="
        + outcome.reply().statusOrDefault()
        + " attempt="
        + (mail.attempts() + 1)
        + " age="
        + String.format(Locale.ROOT, "%.3f", age.toMillis() / 1000.0)
        + " bytes="
        + mail.content().length
        + " reply=\""
        + outcome.reply().toString().replace('"', '\'')
        + "\"\n";
  }

  private static String status(Outcome outcome) {
    if (outcome instanceof Outcome.Delivered) {
      return "delivered";
    } else if (outcome instanceof Outcome.Refused) {
      return "failed";
    }
    return outcome instanceof Outcome.Held ? "held" : "deferred";
  }

  private synchronized void write(String line) {
    try {
      if (writer == null) {
        open();
      }
      writer.write(line);
      bytes += line.length();
      if (bytes > MAX_BYTES) {
        writer.close();
        writer = null;
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      failing = false;
    } catch (IOException e) {
      failed(e);
    }
  }

  private void open() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    writer =
        Files.newBufferedWriter(file, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(file);
  }

  /** A full disk stops no mail; it is told once. */
  private void failed(IOException e) {
    if (!failing) {
      OperatorMessage.LOG_FAILED.log(file, e.toString());
    }
    failing = true;
  }

  synchronized void flush() {
    if (writer != null) {
      try {
        writer.flush();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  @Override
  public synchronized void close() {
    flush();
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        failed(e);
      }
      writer = null;
    }
  }
}
