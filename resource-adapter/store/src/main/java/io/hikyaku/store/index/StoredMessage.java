package io.hikyaku.store.index;

import io.hikyaku.store.page.PageRecord;

/**
 * A message as it stands in the index at one moment.
 *
 * @param record as it was stored; points into its page
 * @param group that it belongs to
 * @param state what is happening to it
 * @param failures deliveries that failed
 * @param dueMillis epoch milliseconds before which it is not delivered; 0 for at once
 */
public record StoredMessage(
    PageRecord.Enqueue record, Group group, State state, int failures, long dueMillis) {

  /** What is happening to a message. */
  public enum State {
    /** Waits for a consumer. */
    READY,
    /** Held back until its time. */
    DELAYED,
    /** A consumer or a branch has it. */
    LEASED
  }

  static StoredMessage of(Entry entry) {
    State state =
        switch (entry.state) {
          case READY -> State.READY;
          case DELAYED -> State.DELAYED;
          default -> State.LEASED;
        };
    return new StoredMessage(
        entry.record(), entry.queue.group(), state, entry.failures, entry.dueMillis());
  }
}
