package io.hikyaku.api.management;

import java.util.List;

/**
 * One member of the cluster.
 *
 * @param name its node name
 * @param address where the others reach it
 * @param self whether it is the node that was asked
 * @param answering whether it answered in time; if not, the figures are zero
 * @param primarySegments segments it is the primary of and has opened
 * @param openingSegments segments it is the primary of and has not opened yet
 * @param storedBytes pages stored for its primary segments, without backup copies
 * @param memoryLimitBytes what it may store
 * @param inDoubt prepared transaction branches that wait for their outcome
 * @param heapUsedBytes of its process
 * @param heapMaxBytes of its process
 * @param cpuLoad of its process, 0 to 1 of all processors; negative if it is not known
 * @param drain whether it holds messages
 * @param slowBackups nodes that it copies no new messages to just now, as they answer slowly: new
 *     messages go to segments whose copies others keep, where there are any
 */
public record NodeStatus(
    String name,
    String address,
    boolean self,
    boolean answering,
    int primarySegments,
    int openingSegments,
    long storedBytes,
    long memoryLimitBytes,
    int inDoubt,
    long heapUsedBytes,
    long heapMaxBytes,
    double cpuLoad,
    Drain drain,
    List<String> slowBackups) {

  /** Whether a member holds messages. */
  public enum Drain {
    /** It has its share. */
    ACTIVE,
    /** It gives its share to others. */
    DRAINING,
    /** Others hold everything: it can be stopped without a copy being lost. */
    DRAINED
  }
}
