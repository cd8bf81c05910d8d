package io.hikyaku.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build of the other modules left for us. */
final class Built {

  /** The project's root. */
  static final Path ROOT = directory("hikyaku.root", Path.of(".."));

  /** A server directory with the adapter and the application. */
  static final Path SERVER = ROOT.resolve("liberty-config/target/server");

  /** The Open Liberty runtime. */
  static final Path RUNTIME = ROOT.resolve("liberty-config/target/wlp");

  /** Where tests put their servers. */
  static final Path WORK = ROOT.resolve("arquillian-tests/target/system");

  private Built() {}

  static {
    if (!Files.isDirectory(SERVER) || !Files.isDirectory(RUNTIME)) {
      throw new IllegalStateException(
          SERVER
              + " or "
              + RUNTIME
              + " is not there: run mvn package -pl liberty-config -am first");
    }
  }

  private static Path directory(String property, Path otherwise) {
    String value = System.getProperty(property);
    return (value == null ? otherwise : Path.of(value)).toAbsolutePath().normalize();
  }
}
