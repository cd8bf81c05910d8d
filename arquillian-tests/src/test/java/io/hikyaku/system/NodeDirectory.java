package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The directory of one node: the built server's files, with its archives as links, and settings.
 */
record NodeDirectory(Path home, NodeSettings settings) {

  static final String SERVER = "hikyaku";

  /** Writes it anew; nothing of an earlier run is left. */
  void write() {
    try {
      delete(home);
      Path server = home.resolve("servers").resolve(SERVER);
      copy(Built.SERVER, server);
      Files.createDirectories(home.resolve("logs"));
      ServerKeys.give(server);
      Files.writeString(server.resolve("bootstrap.properties"), properties(), UTF_8);
      Path overrides = server.resolve("configDropins/overrides");
      Files.createDirectories(overrides);
      Files.writeString(
          overrides.resolve("test.xml"), "<server>" + settings.overrides() + "</server>", UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String properties() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("hikyaku.layout", "standalone");
    values.put("hikyaku.node.name", settings.name());
    values.put("hikyaku.cluster.port", settings.clusterPort());
    values.put("hikyaku.cluster.hosts", settings.hosts());
    values.put("hikyaku.smtp.port", settings.smtpPort());
    values.put("hikyaku.http.port", settings.httpPort());
    values.put("hikyaku.delivery.mailbox.directory", home.resolve("mailbox"));
    values.put("hikyaku.transaction.directory", home.resolve("tranlog"));
    // few tests need it, and two servers must not want the same port
    values.put("hikyaku.https.port", -1);
    values.putAll(settings.variables());
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file));
            if (file.toString().endsWith(".ear") || file.toString().endsWith(".rar")) {
              Files.createSymbolicLink(target, file);
            } else {
              Files.copy(file, target);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** With all that is in it; does nothing if it is not there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
