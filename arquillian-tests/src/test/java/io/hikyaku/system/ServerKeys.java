package io.hikyaku.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The keys that a server makes at its first start: seconds of work that need not be done for each.
 */
final class ServerKeys {

  private static final Path KEPT = Built.WORK.resolve("keys");
  private static final String DIRECTORY = "resources/security";
  private static final List<String> NAMES = List.of("key.p12", "ltpa.keys");

  private ServerKeys() {}

  /** Gives a new server the keys of the first one. */
  static synchronized void give(Path server) throws IOException {
    for (String name : NAMES) {
      if (Files.exists(KEPT.resolve(name))) {
        Files.createDirectories(server.resolve(DIRECTORY));
        Files.copy(KEPT.resolve(name), server.resolve(DIRECTORY).resolve(name));
      }
    }
  }

  /** Keeps the keys of a server that has started. */
  static synchronized void keep(Path server) {
    try {
      Files.createDirectories(KEPT);
      for (String name : NAMES) {
        Path made = server.resolve(DIRECTORY).resolve(name);
        if (Files.exists(made) && !Files.exists(KEPT.resolve(name))) {
          Files.copy(made, KEPT.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
