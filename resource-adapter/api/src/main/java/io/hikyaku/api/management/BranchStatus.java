package io.hikyaku.api.management;

import java.time.Instant;

/**
 * A prepared branch of a distributed transaction, which waits for its transaction manager or was
 * decided without it.
 *
 * @param branch its name: {@code xa:<format id>:<global transaction id>:<branch qualifier>},
 *     hexadecimal
 * @param state how it stands
 * @param node name of the node that prepared it
 * @param nodePresent whether that node, in whatever life of its process, is a member now
 * @param preparedAt when it was prepared, by that node's clock
 * @param sends messages that it sends
 * @param settles messages that it consumes
 */
public record BranchStatus(
    String branch,
    State state,
    String node,
    boolean nodePresent,
    Instant preparedAt,
    int sends,
    int settles) {

  /** How a branch stands. */
  public enum State {
    /** In doubt: waits for its transaction manager. */
    PREPARED,
    /** Decided, being applied. */
    COMMITTING,
    /** An administrator committed it; kept until the transaction manager has taken note. */
    HEURISTIC_COMMIT,
    /** An administrator rolled it back; kept until the transaction manager has taken note. */
    HEURISTIC_ROLLBACK
  }
}
