package io.hikyaku.benchmarks.load;

/** What is under load. */
interface Target extends AutoCloseable {

  /** Makes what one producer thread sends with. */
  Sender sender(Work work, int thread);

  /** Makes what one consumer thread takes with. */
  Receiver receiver(Work work, int thread);

  @Override
  void close();

  /** Used by one thread. */
  interface Sender extends AutoCloseable {
    /** Sends as many messages as a batch has; returns when they are stored. */
    void send() throws Exception;

    @Override
    default void close() {}
  }

  /** Used by one thread. */
  interface Receiver extends AutoCloseable {
    /**
     * Waits for at least one message, takes up to a batch, and settles.
     *
     * @return how many, 0 if the thread was interrupted or nothing came for a second
     */
    int receive() throws Exception;

    @Override
    default void close() {}
  }

  /** Stops a run whose messages are not what was sent. */
  static void check(byte[] body, int bytes) {
    if (body == null || body.length != bytes) {
      throw new IllegalStateException(
          body == null ? "a message is missing" : "a body has " + body.length + " bytes");
    }
  }
}
