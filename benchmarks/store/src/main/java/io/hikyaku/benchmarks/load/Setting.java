package io.hikyaku.benchmarks.load;

import java.util.List;

/**
 * One line of the comparison.
 *
 * @param name in the results; empty for the headline
 * @param work what is done
 * @param callersInBothNodes whether our callers are spread over both nodes instead of one: messages
 *     of a key wait on the node where the key lives
 * @param peer against whom
 */
record Setting(String name, Work work, boolean callersInBothNodes, Peer peer) {

  /** Who is compared with. */
  enum Peer {
    MEMCACHED,
    /** memcached with the client that sends many requests before it waits for an answer. */
    MEMCACHED_PIPELINED,
    REDIS
  }

  private static final int KILOBYTE = 1024;

  /** All, the headline last. */
  static final List<Setting> ALL =
      List.of(
          memcached("1-caller", Work.callers(1, KILOBYTE)),
          memcached("16-callers", Work.callers(16, KILOBYTE)),
          memcached("256-callers", Work.callers(256, KILOBYTE)),
          memcached("16-KB", Work.callers(64, 16 * KILOBYTE)),
          new Setting(
              "batch-of-32", Work.callers(64, KILOBYTE).batch(32), false, Peer.MEMCACHED_PIPELINED),
          new Setting("keyed", Work.callers(64, KILOBYTE).keys(10_000), true, Peer.MEMCACHED),
          new Setting("redis", Work.callers(64, KILOBYTE), false, Peer.REDIS),
          memcached("headline", Work.callers(64, KILOBYTE)));

  private static Setting memcached(String name, Work work) {
    return new Setting(name, work, false, Peer.MEMCACHED);
  }
}
