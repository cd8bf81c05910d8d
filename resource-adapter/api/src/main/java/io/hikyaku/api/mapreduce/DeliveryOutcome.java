package io.hikyaku.api.mapreduce;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the mail delivery log: what became of a recipient at one attempt.
 *
 * @param mail id of the mail
 * @param sender empty for a bounce
 * @param route what the recipient's domain was looked up as
 * @param host that answered; {@code -} for none
 * @param status {@code delivered}, {@code deferred}, {@code held} or {@code failed}
 * @param dsn enhanced status code (RFC 3463)
 * @param attempt from 1
 * @param age of the mail
 * @param bytes of the mail
 * @param reply of the host, or why there was none
 */
public record DeliveryOutcome(
    Instant time,
    String mail,
    String sender,
    String recipient,
    String route,
    String host,
    String status,
    String dsn,
    int attempt,
    Duration age,
    long bytes,
    String reply) {

  private static final Pattern LINE =
      Pattern.compile(
          "time=(\\S+) mail=(\\S+) from=<(.*?)> to=<(.*?)> route=(\\S*) host=(\\S+) status=(\\S+)"
              + " dsn=(\\S+) attempt=(\\d{1,9}) age=(-?\\d{1,12}\\.\\d{3}) bytes=(\\d{1,18})"
              + " reply=\"(.*)\"");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none of a delivery log
   */
  public static DeliveryOutcome parse(String line) {
    Matcher found = LINE.matcher(line);
    if (!found.matches()) {
      throw new IllegalArgumentException("no line of a delivery log: " + line);
    }
    return new DeliveryOutcome(
        Instant.parse(found.group(1)),
        found.group(2),
        found.group(3),
        found.group(4),
        found.group(5),
        found.group(6),
        found.group(7),
        found.group(8),
        Integer.parseInt(found.group(9)),
        Duration.ofMillis(new BigDecimal(found.group(10)).movePointRight(3).longValueExact()),
        Long.parseLong(found.group(11)),
        found.group(12));
  }

  /**
   * Uploads a delivery log to a tuple group.
   *
   * @throws io.hikyaku.api.StoreFullException if there is no room; nothing is there then
   */
  public static <K, V> TupleTexts.Report upload(
      TupleGroups groups,
      TypedGroup<K, V> group,
      Reader log,
      TupleTexts.RowParser<DeliveryOutcome, K, V> parser)
      throws IOException {
    return TupleTexts.uploadLines(
        groups, group, log, (number, line, out) -> parser.parse(number, parse(line), out));
  }
}
