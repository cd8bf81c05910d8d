package io.hikyaku.benchmarks.history;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a history shows.
 *
 * @param acknowledged sends that the store acknowledged
 * @param failed sends that it refused
 * @param unknown sends whose outcome nobody knows
 * @param consumed messages whose settle was acknowledged
 * @param lost acknowledged, not consumed and not there
 * @param invented seen, but never sent or refused
 * @param orderBreaks messages of a key that came after a later one of the same producer
 * @param orderBreaksOfSplit the same, of messages that were under way while the network was parted
 *     and both sides went on: they had no common order, so no promise is broken
 * @param unexplained deliveries once more, without a reason
 * @param repetitions deliveries once more, by reason
 */
public record Verdict(
    long acknowledged,
    long failed,
    long unknown,
    long consumed,
    List<String> lost,
    List<String> invented,
    List<String> orderBreaks,
    List<String> orderBreaksOfSplit,
    List<String> unexplained,
    Map<Explanation, Long> repetitions) {

  private static final int SHOWN = 5;

  /** Broken promises of the store. */
  public long violations() {
    return (long) lost.size() + invented.size() + orderBreaks.size() + unexplained.size();
  }

  /** Deliveries once more, whatever the reason. */
  public long repeated() {
    return repetitions.values().stream().mapToLong(Long::longValue).sum();
  }

  /** One line. */
  public String summary() {
    String reasons =
        repetitions.entrySet().stream()
            .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + "=" + entry.getValue())
            .collect(Collectors.joining(" ", " (", ")"));
    return String.format(
        Locale.ROOT,
        "sent=%d refused=%d unknown=%d consumed=%d lost=%d invented=%d order-breaks=%d"
            + " unexplained=%d order-breaks-of-split=%d repeated=%d%s",
        acknowledged,
        failed,
        unknown,
        consumed,
        lost.size(),
        invented.size(),
        orderBreaks.size(),
        unexplained.size(),
        orderBreaksOfSplit.size(),
        repeated(),
        repetitions.isEmpty() ? "" : reasons);
  }

  /** The first violations of each kind, in words. */
  public String details() {
    return details("lost", lost)
        + details("invented", invented)
        + details("order break", orderBreaks)
        + details("unexplained", unexplained)
        + details("order break of a split", orderBreaksOfSplit);
  }

  private static String details(String kind, List<String> violations) {
    return violations.stream()
        .limit(SHOWN)
        .map(violation -> kind + ": " + violation + "\n")
        .collect(Collectors.joining());
  }
}
