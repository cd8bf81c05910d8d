package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Explanation;
import io.hikyaku.benchmarks.history.Verdict;
import io.hikyaku.benchmarks.support.Results;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The sums over all rounds. */
final class Totals {

  private static final String NAME = "chaos";

  private final Map<Explanation, Long> repetitions = new EnumMap<>(Explanation.class);
  private int rounds;
  private int stuck;
  private long acknowledged;
  private long refused;
  private long unknown;
  private long lost;
  private long invented;
  private long orderBreaks;
  private long orderBreaksOfSplit;

  void add(Verdict verdict, boolean isStuck) {
    rounds++;
    stuck += isStuck ? 1 : 0;
    acknowledged += verdict.acknowledged();
    refused += verdict.failed();
    unknown += verdict.unknown();
    // of a cluster that did not come to rest, what is missing may still be there
    lost += isStuck ? 0 : verdict.lost().size();
    invented += verdict.invented().size();
    orderBreaks += verdict.orderBreaks().size();
    orderBreaksOfSplit += verdict.orderBreaksOfSplit().size();
    verdict.repetitions().forEach((why, count) -> repetitions.merge(why, count, Long::sum));
  }

  void print(int unanswered) {
    Results results = new Results();
    results.count(NAME + "/rounds", "rounds", rounds);
    results.count(NAME + "/sent", "messages", acknowledged);
    results.count(NAME + "/refused", "messages", refused);
    results.count(NAME + "/unknown", "messages", unknown);
    for (Explanation why : Explanation.values()) {
      if (why != Explanation.NONE) {
        results.count(
            NAME + "/repeated-" + why.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            "deliveries",
            repetitions.getOrDefault(why, 0L));
      }
    }
    results.count(
        NAME + "/repeated-unexplained",
        "deliveries",
        repetitions.getOrDefault(Explanation.NONE, 0L));
    results.count(NAME + "/order-breaks-of-split", "messages", orderBreaksOfSplit);
    results.count(NAME + "/unanswered", "callers", unanswered);
    results.count(NAME + "/stuck", "rounds", stuck);
    results.count(NAME + "/lost", "messages", lost);
    results.count(NAME + "/invented", "messages", invented);
    results.count(NAME + "/order-breaks", "messages", orderBreaks);
    results.count(NAME, "violations", lost + invented + orderBreaks);
    results.print();
  }
}
