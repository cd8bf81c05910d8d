package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges histories: see {@link Verdict} for what it looks for. Remembers what it has judged, so
 * that a message is known that comes back long after. Not thread-safe.
 */
public final class HistoryChecker {

  private final Map<Long, Story> stories = new HashMap<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private int nextRank;

  /**
   * Judges what is new. It must be complete: the round is over, and what the store still had is in
   * it.
   *
   * @param events in any order, but those of one thread and equal time in the order they happened;
   *     all later than those of earlier calls
   * @param newDisturbances what was done to the processes on purpose
   * @return the verdict on the messages of these events
   */
  public Verdict check(Collection<Event> events, List<Disturbance> newDisturbances) {
    disturbances.addAll(newDisturbances);
    Collection<Story> touched = tell(events);
    List<String> unexplained = new ArrayList<>();
    Map<Boolean, List<String>> breaks =
        OrderCheck.breaks(touched).stream()
            .collect(
                Collectors.partitioningBy(
                    found -> found.isOfSplit(disturbances),
                    Collectors.mapping(OrderCheck.Break::toString, Collectors.toList())));
    return new Verdict(
        count(touched, story -> story.wasSent(Kind.SEND_ACKNOWLEDGED)),
        count(touched, story -> story.wasSent(Kind.SEND_FAILED)),
        count(touched, Story::sendIsUnknown),
        count(touched, Story::isSettled),
        texts(touched, Story::isLost),
        texts(touched, Story::isInvented),
        breaks.get(false),
        breaks.get(true),
        unexplained,
        repetitions(touched, new RepetitionCheck(disturbances), unexplained));
  }

  /** Adds the events to the stories of their messages, and returns those. */
  private Collection<Story> tell(Collection<Event> events) {
    List<Event> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(Event::nanos));
    Set<Story> touched = new LinkedHashSet<>();
    for (Event event : ordered) {
      Story story = stories.computeIfAbsent(event.message(), Story::new);
      story.add(event, nextRank++);
      touched.add(story);
    }
    return touched;
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
