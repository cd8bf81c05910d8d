package io.hikyaku.smtp.server;

import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/**
 * Who may do what on a server. Immutable.
 *
 * @param tls for STARTTLS; empty offers none
 * @param authenticator for AUTH, which is offered under TLS only; empty offers none
 * @param relay for whom mail is taken
 */
public record ServerSecurity(
    Optional<SslContext> tls, Optional<Authenticator> authenticator, RelayPolicy relay) {

  /** No TLS, no AUTH; only this machine may relay. */
  public static ServerSecurity closed() {
    return new ServerSecurity(Optional.empty(), Optional.empty(), RelayPolicy.loopbackOnly());
  }
}
