package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;

/** A {@link MailReceiver} refuses a mail and says with which reply. Without a stack trace. */
public final class MailRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SmtpReply reply;

  /**
   * @param reply of 4xx or 5xx
   * @throws IllegalArgumentException if the reply is not a refusal
   */
  public MailRefusedException(SmtpReply reply) {
    super(reply.toString(), null, false, false);
    if (reply.code() < 400) {
      throw new IllegalArgumentException("'" + reply + "' refuses nothing: 4xx or 5xx needed");
    }
    this.reply = reply;
  }

  public SmtpReply reply() {
    return reply;
  }
}
