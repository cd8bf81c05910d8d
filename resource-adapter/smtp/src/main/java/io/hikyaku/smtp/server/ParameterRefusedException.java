package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;

/** A parameter of MAIL or RCPT is refused, and how. Without a stack trace. */
final class ParameterRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient SmtpReply reply;

  ParameterRefusedException(SmtpReply reply) {
    super(reply.toString(), null, false, false);
    this.reply = reply;
  }

  SmtpReply reply() {
    return reply;
  }
}
