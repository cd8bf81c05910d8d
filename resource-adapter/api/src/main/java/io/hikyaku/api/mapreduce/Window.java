package io.hikyaku.api.mapreduce;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How a stream of messages is cut into windows. A window by time has the messages that the store
 * took (or held back) until a time in it; windows are aligned to the epoch of Unix, so an hour
 * begins at the full hour. A window by count has so many messages, in the order they were read.
 *
 * @param unit of the other two
 * @param size of a window: messages, or milliseconds
 * @param slide from the beginning of a window to that of the next; equal to {@code size} if windows
 *     tumble. Each message is in as many windows as begin within one size
 */
public record Window(Unit unit, long size, long slide) {

  /** What windows are measured in. */
  public enum Unit {
    MESSAGES,
    MILLISECONDS
  }

  /** Windows are put together from panes, the largest parts that fit into size and slide. */
  public static final int MAX_PANES = 1000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Window {
    if (size < 1) {
      throw new IllegalArgumentException("size of a window is " + size + ": must be from 1");
    }
    if (slide < 1 || slide > size) {
      throw new IllegalArgumentException(
          "slide of a window is " + slide + ": must be from 1 to its size, " + size);
    }
    if (size / pane(size, slide) > MAX_PANES) {
      throw new IllegalArgumentException(
          "a window of "
              + size
              + " that slides by "
              + slide
              + " has "
              + size / pane(size, slide)
              + " panes: at most "
              + MAX_PANES
              + ", so choose a slide that is contained in the size less often");
    }
  }

  /** Windows of a time, one after the other. */
  public static Window tumbling(Duration size) {
    return sliding(size, size);
  }

  /** Windows of a time, one beginning every {@code slide}. */
  public static Window sliding(Duration size, Duration slide) {
    return new Window(Unit.MILLISECONDS, size.toMillis(), slide.toMillis());
  }

  /** Windows of so many messages, one after the other. */
  public static Window tumbling(long messages) {
    return sliding(messages, messages);
  }

  /** Windows of so many messages, one beginning every {@code slide} messages. */
  public static Window sliding(long messages, long slide) {
    return new Window(Unit.MESSAGES, messages, slide);
  }

  /** The largest part that fits into size and slide. */
  public long pane() {
    return pane(size, slide);
  }

  private static long pane(long size, long slide) {
    return BigInteger.valueOf(size).gcd(BigInteger.valueOf(slide)).longValueExact();
  }
}
