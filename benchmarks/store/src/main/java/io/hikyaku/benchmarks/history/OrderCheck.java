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

  /**
   * A message that came after a later one.
   *
   * @param late the message
   * @param overtaker the one that was sent after it and came before it
   */
  record Break(Story late, Story overtaker) {
    /**
     * Whether it was under way while the network was parted: then the two sides had no common
     * order.
     */
    boolean isOfSplit(List<Disturbance> disturbances) {
      return disturbances.stream()
          .anyMatch(
              disturbance ->
                  disturbance.kind() == Disturbance.Kind.SPLIT
                      && disturbance.overlaps(late.sentAt(), first(late).at()));
    }

    @Override
    public String toString() {
      return late + " came after " + overtaker;
    }
  }

  /** Finds all breaks. */
  static List<Break> breaks(Collection<Story> stories) {
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
    List<Break> breaks = new ArrayList<>();
    lines.values().forEach(line -> addBreaks(line, breaks));
    return breaks;
  }

  private static void addBreaks(List<Story> line, List<Break> breaks) {
    line.sort(Comparator.comparingLong(Story::message));
    Story late = null;
    for (Story story : line) {
      if (late != null && first(story).rank() < first(late).rank()) {
        breaks.add(new Break(late, story));
      } else {
        late = story;
      }
    }
  }

  private static Delivery first(Story story) {
    return story.deliveries().get(0);
  }
}
