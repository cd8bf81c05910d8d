package io.hikyaku.benchmarks.history;

/**
 * Something that was done to the processes on purpose.
 *
 * @param kind what
 * @param process whom, or {@link #ALL}
 * @param from when it began
 * @param until when the cluster was well again
 */
public record Disturbance(Kind kind, int process, long from, long until) {

  /** The process of what concerns all. */
  public static final int ALL = -1;

  /** What can be done. */
  public enum Kind {
    /** Killed, without a chance to say anything. */
    CRASH,
    /** Stopped for a while and continued. */
    PAUSE,
    /** The network was parted. */
    SPLIT,
    /** It left by itself. */
    LEAVE,
    /** It came. */
    JOIN
  }

  boolean overlaps(long start, long end) {
    return from <= end && until >= start;
  }
}
