package io.hikyaku.smtp.server;

import java.util.concurrent.CompletionStage;

/** Knows who may relay mail by name and password. Thread-safe; called on event loop threads. */
@FunctionalInterface
public interface Authenticator {

  /**
   * Checks a name and a password. Must not block: passwords are slow to check, so that is to be
   * done elsewhere.
   *
   * @return whether they belong together; a stage that fails is answered {@code 454}
   */
  CompletionStage<Boolean> authenticate(String user, String password);

  /** The server that asked has stopped; ends threads. */
  default void close() {}
}
