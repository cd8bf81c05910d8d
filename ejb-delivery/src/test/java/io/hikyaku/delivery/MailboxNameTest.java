package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MailboxNameTest {

  private static final Path DIRECTORY = Path.of("/mailboxes");

  @Test
  void ordinaryNamesAreKeptInLowerCase() {
    assertThat(folder("Jane.Doe+news@Example.ORG")).isEqualTo("example.org/jane.doe+news");
  }

  @Test
  void noRecipientNamesAFolderOutsideOfItsOwn() {
    for (String recipient :
        List.of(
            "../../etc/passwd@example.org",
            "..@example.org",
            ".@..",
            "a@../..",
            "a/../../b@x/../../../y",
            "/@/",
            "\\..\\@example.org",
            "\u0000@example.org",
            "",
            "@",
            "\"\"@example.org")) {
      Path folder = MailboxName.folder(DIRECTORY, recipient);
      assertThat(folder).as("folder of '%s'", recipient).isEqualTo(folder.normalize());
      assertThat(folder.getNameCount()).as("depth for '%s'", recipient).isEqualTo(3);
      assertThat(folder).startsWithRaw(DIRECTORY);
    }
  }

  @Test
  void differentRecipientsHaveDifferentFolders() {
    String longName = "a".repeat(300);
    List<String> recipients =
        List.of(
            "a/b@x",
            "a%2Fb@x",
            "a%2fb@y",
            "ab@x",
            ".ab@x",
            "ab.@x",
            "a b@x",
            "ä@x",
            "a@x",
            "@x",
            longName + "1@x",
            longName + "2@x",
            "a@[127.0.0.1]");
    Set<String> folders = new HashSet<>();
    for (String recipient : recipients) {
      assertThat(folders.add(folder(recipient))).as("a folder of its own: %s", recipient).isTrue();
    }
  }

  @Test
  void aQuotedLocalPartIsTheSameMailbox() {
    assertThat(folder("\"jane.doe\"@example.org")).isEqualTo(folder("jane.doe@example.org"));
    assertThat(folder("\"jane\\.doe\"@example.org")).isEqualTo(folder("jane.doe@example.org"));
  }

  @Test
  void namesFitIntoAFileSystem() {
    Path folder = MailboxName.folder(DIRECTORY, "ü".repeat(500) + "@" + "d".repeat(500));
    folder.forEach(name -> assertThat(name.toString().length()).isLessThan(256));
  }

  @Test
  void aRecipientWithoutDomainIsLocal() {
    assertThat(folder("postmaster")).isEqualTo("localhost/postmaster");
  }

  private static String folder(String recipient) {
    return DIRECTORY.relativize(MailboxName.folder(DIRECTORY, recipient)).toString();
  }
}
