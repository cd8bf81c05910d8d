package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.ReceivedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaildirTest {

  @TempDir Path directory;

  @Test
  void aMailLiesInNewOfEachRecipientWithItsEnvelope() throws IOException {
    ReceivedMessage mail = Mails.mail("alice@home.test", "bob@local.test", "eve@local.test");

    Map<String, Outcome> outcomes = deliver(mail);

    assertThat(outcomes)
        .isEqualTo(
            Map.of("bob@local.test", Outcome.DELIVERED, "eve@local.test", Outcome.DELIVERED));
    assertThat(Files.readAllLines(only("local.test/bob/new")))
        .containsExactly(
            "Return-Path: <alice@home.test>",
            "Delivered-To: bob@local.test",
            "Subject: greetings",
            "",
            "Hello");
    assertThat(files("local.test/eve/new")).hasSize(1);
    assertThat(files("local.test/bob/tmp")).isEmpty();
    assertThat(directory.resolve("local.test/bob/cur")).isEmptyDirectory();
  }

  @Test
  void theSameMailAgainReplacesItsOwnFile() throws IOException {
    ReceivedMessage mail = Mails.mail("alice@home.test", "bob@local.test");
    deliver(mail);
    deliver(mail);
    deliver(Mails.mail("alice@home.test", "bob@local.test"));

    assertThat(files("local.test/bob/new")).hasSize(2);
  }

  @Test
  void anEnvelopeCannotAddHeaderLines() throws IOException {
    deliver(Mails.mail("a>\r\nX-Evil: 1", "bob@local.test"));

    assertThat(Files.readString(only("local.test/bob/new")))
        .startsWith("Return-Path: <a>??X-Evil: 1>\r\n");
  }

  @Test
  void aMailboxThatCannotBeWrittenDefersOnlyItsRecipient() throws IOException {
    Files.createDirectories(directory.resolve("local.test"));
    Files.writeString(directory.resolve("local.test/bob"), "in the way");

    Map<String, Outcome> outcomes =
        deliver(Mails.mail("alice@home.test", "bob@local.test", "eve@local.test"));

    assertThat(outcomes.get("eve@local.test")).isEqualTo(Outcome.DELIVERED);
    assertThat(outcomes.get("bob@local.test"))
        .isInstanceOfSatisfying(
            Outcome.Deferred.class,
            deferred ->
                assertThat(deferred.reply().text())
                    .startsWith("mailbox of bob@local.test cannot be written: "));
  }

  private Map<String, Outcome> deliver(ReceivedMessage mail) {
    Transport mailbox = new MailboxTransport(new Maildir(directory, true), "mx.test");
    return mailbox
        .deliver(Part.of(Mail.of(mail), new RouteTable(Map.of(), new Route.LocalMailbox())).get(0))
        .toCompletableFuture()
        .join();
  }

  private Path only(String folder) throws IOException {
    List<Path> files = files(folder);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      return files.toList();
    }
  }
}
