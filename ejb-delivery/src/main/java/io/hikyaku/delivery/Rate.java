package io.hikyaku.delivery;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * At most so many mails in any period of this length.
 *
 * @param mails from 1
 * @param period a second, a minute or an hour
 */
record Rate(int mails, Duration period) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(s|m|h)");

  /**
   * Reads {@code 20/s}, {@code 100/m} or {@code 1000/h}.
   *
   * @throws IllegalArgumentException with the text and what is allowed
   */
  static Rate parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || Integer.parseInt(form.group(1)) < 1) {
      throw new IllegalArgumentException(
          "'" + text.strip() + "' is not a rate: expected mails/s, mails/m or mails/h, as 20/s");
    }
    Duration period =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    return new Rate(Integer.parseInt(form.group(1)), period);
  }

  @Override
  public String toString() {
    String unit =
        period.equals(Duration.ofSeconds(1))
            ? "s"
            : period.equals(Duration.ofMinutes(1)) ? "m" : "h";
    return mails + "/" + unit;
  }
}
