package io.hikyaku.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply of an SMTP server: the three-digit code (RFC 5321 §4.2), the enhanced status code (RFC
 * 2034, RFC 3463; empty where there is none) and one or more lines of text without them. Immutable.
 *
 * <p>The text is made safe for the wire when the reply is built: control characters become spaces,
 * so that no text, wherever it comes from, can start a line of its own.
 *
 * @param code 200 to 599
 * @param enhancedStatus such as {@code 5.1.1}, or empty
 * @param lines the text, at least one line, each without line ends
 */
public record SmtpReply(int code, String enhancedStatus, List<String> lines) {

  private static final Pattern ENHANCED =
      Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?:[ \\t]+(.*))?");

  /**
   * @throws IllegalArgumentException if the code is outside 200 to 599, there is no line, or the
   *     enhanced status is malformed or of another class than the code (RFC 2034 §4)
   */
  public SmtpReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("reply code " + code + " is not within 200 to 599");
    }
    Objects.requireNonNull(enhancedStatus, "enhancedStatus");
    if (!enhancedStatus.isEmpty()
        && (!ENHANCED.matcher(enhancedStatus).matches()
            || enhancedStatus.charAt(0) - '0' != code / 100)) {
      throw new IllegalArgumentException(
          "enhanced status '" + enhancedStatus + "' does not belong to reply code " + code);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line; code " + code);
    }
    List<String> safe = new ArrayList<>(lines.size());
    for (String line : lines) {
      safe.add(withoutControls(line));
    }
    lines = List.copyOf(safe);
  }

  /** A reply of one line; {@code enhancedStatus} may be empty. */
  public static SmtpReply of(int code, String enhancedStatus, String text) {
    return new SmtpReply(code, enhancedStatus, List.of(text));
  }

  /**
   * A reply as it was received: {@code lines} are the texts behind the code. The enhanced status is
   * taken from the first line and cut off every line that starts with it.
   */
  public static SmtpReply received(int code, List<? extends CharSequence> lines) {
    String status = "";
    List<String> texts = new ArrayList<>(Math.max(1, lines.size()));
    for (CharSequence line : lines) {
      Matcher matcher = ENHANCED.matcher(line);
      boolean carries = matcher.matches() && line.charAt(0) - '0' == code / 100;
      if (carries && texts.isEmpty()) {
        status = matcher.group(1);
      }
      if (carries && status.equals(matcher.group(1))) {
        texts.add(matcher.group(2) == null ? "" : matcher.group(2));
      } else {
        texts.add(line.toString());
      }
    }
    if (texts.isEmpty()) {
      texts.add("");
    }
    return new SmtpReply(code, status, texts);
  }

  /** 2xx: done. */
  public boolean isPositive() {
    return code < 300;
  }

  /** 3xx: go on, as 354 after DATA. */
  public boolean isIntermediate() {
    return code >= 300 && code < 400;
  }

  /** 4xx: refused for now. */
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /** 5xx: refused for good. */
  public boolean isPermanent() {
    return code >= 500;
  }

  /** The enhanced status, or where there is none the unspecific one of the class: {@code 5.0.0}. */
  public String statusOrDefault() {
    return enhancedStatus.isEmpty() ? (code / 100) + ".0.0" : enhancedStatus;
  }

  /** The text of all lines, joined by spaces. */
  public String text() {
    return String.join(" ", lines);
  }

  /** In one line, as {@code 550 5.1.1 No such user}. */
  @Override
  public String toString() {
    return code + (enhancedStatus.isEmpty() ? " " : " " + enhancedStatus + " ") + text();
  }

  private static String withoutControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replaceAll("\\p{Cntrl}", " ");
      }
    }
    return text;
  }
}
