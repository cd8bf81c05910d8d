package io.hikyaku.benchmarks.history;

import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Order of a key: of what one producer sent under it, first deliveries come in the order of the
 * sends. Later deliveries of a message are repetitions and say nothing of order; sends of unknown
 * outcome may have taken effect at any time, and are left out.
 */
final class OrderCheck {

  private OrderCheck() {}

  private record Line(int producer, int key) {}

  /** Finds the messages that came after a later one, each with that later one. */
  static List<String> breaks(Collection<Story> stories) {
    Map<Line, List<Story>> lines = new HashMap<>();
    for (Story story : stories) {
      if (story.key() != Event.NO_KEY
          && story.wasSent(Kind.SEND_ACKNOWLEDGED)
          && !story.deliveries().isEmpty()) {
        lines
            .computeIfAbsent(
                new Line((int) (story.message() >>> 32), story.key()), line -> new ArrayList<>())
            .add(story);
      }
    }
    List<String> breaks = new ArrayList<>();
    lines.values().forEach(line -> addBreaks(line, breaks));
    return breaks;
  }

  private static void addBreaks(List<Story> line, List<String> breaks) {
    line.sort(Comparator.comparingLong(Story::message));
    Story latest = null;
    for (Story story : line) {
      if (latest != null && first(story).rank() < first(latest).rank()) {
        breaks.add(latest + " came after " + story);
      } else {
        latest = story;
      }
    }
  }

  private static Delivery first(Story story) {
    return story.deliveries().get(0);
  }
}
