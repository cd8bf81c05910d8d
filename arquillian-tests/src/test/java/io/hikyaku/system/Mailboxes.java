package io.hikyaku.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Maildir folders of one node. */
record Mailboxes(Path directory) {

  /** Mails in the folder {@code new} of one user. */
  List<Path> of(String domain, String user) {
    return list(directory.resolve(domain).resolve(user).resolve("new"));
  }

  /** Removes all mails; the folders stay, for who has them open. */
  void clear() {
    try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many mails each user of a domain has. */
  Map<String, Integer> counts(String domain) {
    Map<String, Integer> counts = new HashMap<>();
    for (Path user : list(directory.resolve(domain))) {
      int mails = list(user.resolve("new")).size();
      if (mails > 0) {
        counts.put(user.getFileName().toString(), mails);
      }
    }
    return counts;
  }

  private static List<Path> list(Path folder) {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(entries::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entries;
  }
}
