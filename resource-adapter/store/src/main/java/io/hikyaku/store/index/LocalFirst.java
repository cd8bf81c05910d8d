package io.hikyaku.store.index;

/**
 * Whether messages are lent to other members. Where consumers keep up, a message waits for one of
 * them, who is back in a moment, rather than go over the network and come back as a settle. Only
 * what they do not get to is lent: messages were ready throughout a tick. Where nobody consumed for
 * a second, all is lent at once. Guarded by the index's lock.
 */
final class LocalFirst {

  /** Ticks without a consumer here, after which there is none. */
  private static final int TICKS_TO_FORGET = 20;

  private int ticksSinceTaken = TICKS_TO_FORGET;
  private boolean emptiedSinceTick;
  private boolean behind;

  boolean mayLend() {
    return behind || ticksSinceTaken >= TICKS_TO_FORGET;
  }

  /**
   * Messages were taken.
   *
   * @param here whether by a consumer here
   * @param ready how many are left
   */
  void taken(boolean here, long ready) {
    if (here) {
      ticksSinceTaken = 0;
    }
    if (ready == 0) {
      emptiedSinceTick = true;
      behind = false;
    }
  }

  void tick(long ready) {
    behind = ready > 0 && !emptiedSinceTick;
    emptiedSinceTick = ready == 0;
    ticksSinceTaken = Math.min(ticksSinceTaken + 1, TICKS_TO_FORGET);
  }
}
