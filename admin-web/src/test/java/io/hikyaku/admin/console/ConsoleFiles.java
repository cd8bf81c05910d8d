package io.hikyaku.admin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the console. */
final class ConsoleFiles {

  static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Path CONSOLE = WEBAPP.resolve("console");

  private ConsoleFiles() {}

  static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each module by its path below {@code console}. */
  static Map<String, String> modules() {
    Map<String, String> modules = new TreeMap<>();
    try (Stream<Path> files = Files.walk(CONSOLE)) {
      files
          .filter(file -> file.toString().endsWith(".js"))
          .forEach(file -> modules.put(CONSOLE.relativize(file).toString(), read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return modules;
  }

  /** The words of a language, by key. */
  static Map<String, String> words(String language) {
    String text = read(CONSOLE.resolve("i18n").resolve(language + ".json"));
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonObject object = reader.readObject();
      Map<String, String> words = new TreeMap<>();
      object.forEach((key, value) -> words.put(key, ((JsonString) value).getString()));
      return words;
    }
  }

  /** All that the first group of a pattern finds in the modules. */
  static Set<String> found(String pattern) {
    Set<String> found = new TreeSet<>();
    for (String module : modules().values()) {
      Matcher matcher = Pattern.compile(pattern).matcher(module);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }
}
