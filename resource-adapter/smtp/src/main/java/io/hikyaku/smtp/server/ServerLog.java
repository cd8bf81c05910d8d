package io.hikyaku.smtp.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What an operator hears of the server, numbered. What a metric counts is not logged. */
final class ServerLog {

  private static final Logger LOGGER = System.getLogger("io.hikyaku.smtp.server");
  private static final long FAILURE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong nextFailureNs = new AtomicLong(System.nanoTime());

  void listening(String address, int port) {
    LOGGER.log(Level.INFO, "HIKYAKU-SMTP-001: listening on {0}:{1,number,#}", address, port);
  }

  /** One line in ten seconds: a failing store fails for every mail. */
  void receiverFailed(Throwable failure) {
    long now = System.nanoTime();
    long next = nextFailureNs.get();
    if (now - next >= 0 && nextFailureNs.compareAndSet(next, now + FAILURE_INTERVAL_NS)) {
      LOGGER.log(
          Level.WARNING,
          "HIKYAKU-SMTP-002: mails are answered 451 because the receiver fails; further failures"
              + " within 10 s are only counted",
          failure);
    }
  }

  void cutOff(int sessions, long drainMs) {
    LOGGER.log(
        Level.WARNING,
        "HIKYAKU-SMTP-003: stopping cut off {0} sessions that were still sending after {1} ms; a"
            + " longer drain timeout lets them finish",
        sessions,
        drainMs);
  }

  void sessionFailed(Throwable failure) {
    LOGGER.log(Level.ERROR, "HIKYAKU-SMTP-004: session closed by an internal error", failure);
  }
}
