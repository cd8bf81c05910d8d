package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** What a server wrote since its last start. */
record NodeLog(Path directory) {

  /** Puts what an earlier start wrote aside, so that nothing is found that is not of this one. */
  void begin() {
    try {
      if (Files.exists(messages())) {
        Files.move(
            messages(),
            directory.resolve("messages.previous.log"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.deleteIfExists(console());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path console() {
    return directory.resolve("console.log");
  }

  private Path messages() {
    return directory.resolve("messages.log");
  }

  /** The first line with this text, awaited. */
  String awaitLine(String text, Duration atMost) {
    return await("a line with '" + text + "' in " + messages())
        .atMost(atMost)
        .until(
            () -> lines().stream().filter(line -> line.contains(text)).findFirst().orElse(null),
            line -> line != null);
  }

  /** How many lines have this text. */
  long count(String text) {
    return lines().stream().filter(line -> line.contains(text)).count();
  }

  List<String> lines() {
    Path file = Files.exists(messages()) ? messages() : console();
    try {
      // a server that was killed may leave half of a character
      return Files.exists(file) ? Files.readAllLines(file, ISO_8859_1) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String tail(int count) {
    List<String> lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
