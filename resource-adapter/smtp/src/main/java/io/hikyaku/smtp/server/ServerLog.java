package io.hikyaku.smtp.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what an operator hears of the server from burying the log. Thread-safe. */
final class ServerLog {

  private static final long FAILURE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong nextFailureNs = new AtomicLong(System.nanoTime());
  private final AtomicLong nextAuthFailureNs = new AtomicLong(System.nanoTime());

  void listening(String address, int port) {
    OperatorMessage.LISTENING.log(address, port);
  }

  /** One line in ten seconds: a failing store fails for every mail. */
  void receiverFailed(Throwable failure) {
    if (mayLog(nextFailureNs)) {
      OperatorMessage.RECEIVER_FAILED.log(failure);
    }
  }

  /** Likewise. */
  void authenticatorFailed(Throwable failure) {
    if (mayLog(nextAuthFailureNs)) {
      OperatorMessage.AUTHENTICATOR_FAILED.log(failure);
    }
  }

  void cutOff(int sessions, long drainMs) {
    OperatorMessage.CUT_OFF.log(sessions, drainMs);
  }

  void sessionFailed(Throwable failure) {
    OperatorMessage.SESSION_FAILED.log(failure);
  }

  private static boolean mayLog(AtomicLong nextNs) {
    long now = System.nanoTime();
    long next = nextNs.get();
    return now - next >= 0 && nextNs.compareAndSet(next, now + FAILURE_INTERVAL_NS);
  }
}
