package io.hikyaku.api;

/** A transaction over one connection. Not thread-safe, like its connection. */
public interface LocalTransaction {

  /**
   * Starts it: from here on, sends wait for the commit and received messages stay leased.
   *
   * @throws IllegalStateException if it was begun already
   */
  void begin();

  /**
   * Makes all of it visible, as a whole.
   *
   * @throws IllegalStateException if it was not begun
   * @throws OutcomeUnknownException if the copies did not answer in time
   */
  void commit();

  /**
   * Drops what was sent and returns what was received, with the delivery count raised.
   *
   * @throws IllegalStateException if it was not begun
   */
  void rollback();
}
