package io.hikyaku.smtp.server;

/** The server cannot listen; the message names address and port, the cause and the way out. */
public final class SmtpBindException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SmtpBindException(String address, int port, Throwable cause) {
    super(
        "SMTP server cannot listen on "
            + address
            + ":"
            + port
            + " ("
            + cause.getMessage()
            + "): choose a free port or another bind address"
            + (port > 0 && port < 1024
                ? "; a port below 1024 needs the privilege CAP_NET_BIND_SERVICE"
                : ""),
        cause);
  }
}
