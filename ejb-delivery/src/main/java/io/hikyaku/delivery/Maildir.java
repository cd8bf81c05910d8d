package io.hikyaku.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes mails into Maildir folders (D. J. Bernstein, "Using maildir format"): a file is written in
 * {@code tmp} and renamed into {@code new}, so a reader never sees half a mail. Thread-safe.
 *
 * <p>The file is named after the message in the store: a mail that is delivered a second time,
 * since the transaction of the first was lost with its server, replaces its own file as long as no
 * reader has moved it to {@code cur}.
 */
final class Maildir {

  private final Path directory;
  private final boolean sync;

  /**
   * Mailboxes below a directory, which is made when the first mail arrives.
   *
   * @param sync whether a mail is forced to disk before it counts as delivered. Without it, a mail
   *     that was just delivered is lost if the machine (not only the server) stops
   */
  Maildir(Path directory, boolean sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /**
   * Delivers one mail to one recipient.
   *
   * @param name unique for this mail, the same each time it is delivered; a file name
   * @param trace header lines to put before the content, each ended by CRLF
   * @param content the mail, with CRLF line ends; stored as it is
   */
  void deliver(String recipient, String name, String trace, byte[] content) throws IOException {
    Path folder = MailboxName.folder(directory, recipient);
    Path written = folder.resolve("tmp").resolve(name);
    Path delivered = folder.resolve("new").resolve(name);
    try {
      write(written, trace, content);
    } catch (NoSuchFileException e) {
      // the first mail of this recipient: cheaper to find out than to ask every time
      for (String part : List.of("tmp", "new", "cur")) {
        Files.createDirectories(folder.resolve(part));
      }
      write(written, trace, content);
    }
    Files.move(
        written, delivered, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(Path file, String trace, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer[] parts = {ByteBuffer.wrap(trace.getBytes(UTF_8)), ByteBuffer.wrap(content)};
      while (parts[1].hasRemaining() || parts[0].hasRemaining()) {
        long unused = channel.write(parts);
      }
      if (sync) {
        channel.force(false);
      }
    }
  }
}
