package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Judges a history: see {@link Verdict} for what it looks for. */
public final class HistoryChecker {

  private HistoryChecker() {}

  /**
   * Judges a complete history: the run is over, and what the store still had is in it.
   *
   * @param events in any order, but those of one thread and equal time in the order they happened
   * @param disturbances what was done to the processes on purpose
   */
  public static Verdict check(Collection<Event> events, List<Disturbance> disturbances) {
    Collection<Story> stories = stories(events);
    List<String> unexplained = new ArrayList<>();
    Map<Boolean, List<String>> breaks =
        OrderCheck.breaks(stories).stream()
            .collect(
                Collectors.partitioningBy(
                    found -> found.isOfSplit(disturbances),
                    Collectors.mapping(OrderCheck.Break::toString, Collectors.toList())));
    return new Verdict(
        count(stories, story -> story.wasSent(Kind.SEND_ACKNOWLEDGED)),
        count(stories, story -> story.wasSent(Kind.SEND_FAILED)),
        count(stories, Story::sendIsUnknown),
        count(stories, Story::isSettled),
        texts(stories, Story::isLost),
        texts(stories, Story::isInvented),
        breaks.get(false),
        breaks.get(true),
        unexplained,
        repetitions(stories, new RepetitionCheck(disturbances), unexplained));
  }

  private static Collection<Story> stories(Collection<Event> events) {
    List<Event> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(Event::nanos));
    Map<Long, Story> stories = new LinkedHashMap<>();
    for (int rank = 0; rank < ordered.size(); rank++) {
      Event event = ordered.get(rank);
      stories.computeIfAbsent(event.message(), Story::new).add(event, rank);
    }
    return stories.values();
  }

  private static long count(Collection<Story> stories, Predicate<Story> condition) {
    return stories.stream().filter(condition).count();
  }

  private static List<String> texts(Collection<Story> stories, Predicate<Story> condition) {
    return stories.stream().filter(condition).map(Story::toString).toList();
  }

  private static Map<Explanation, Long> repetitions(
      Collection<Story> stories, RepetitionCheck check, List<String> unexplained) {
    Map<Explanation, Long> repetitions = new EnumMap<>(Explanation.class);
    for (Story story : stories) {
      List<Delivery> deliveries = story.deliveries();
      for (int i = 1; i < deliveries.size(); i++) {
        Explanation why = check.explain(deliveries.get(i - 1), deliveries.get(i));
        repetitions.merge(why, 1L, Long::sum);
        if (why == Explanation.NONE) {
          unexplained.add(story.toString());
        }
      }
    }
    return repetitions;
  }
}
