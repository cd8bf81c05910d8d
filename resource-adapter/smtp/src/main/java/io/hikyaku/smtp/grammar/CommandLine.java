package io.hikyaku.smtp.grammar;

import java.util.Locale;

/**
 * A command line taken apart: RFC 5321 §2.4, verbs are not case-sensitive. Immutable.
 *
 * @param verb upper-case, up to the first space
 * @param argument the rest without the spaces around it, case kept
 */
public record CommandLine(String verb, String argument) {

  /** Parses a line without its CRLF; any line is a command line, if perhaps of an unknown verb. */
  public static CommandLine parse(String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      return new CommandLine(line.toUpperCase(Locale.ROOT), "");
    }
    return new CommandLine(
        line.substring(0, space).toUpperCase(Locale.ROOT), line.substring(space + 1).trim());
  }
}
