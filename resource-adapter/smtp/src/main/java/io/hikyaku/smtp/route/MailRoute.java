package io.hikyaku.smtp.route;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.client.SmtpSite;

/** Where the mail of a domain goes, or why it goes nowhere. */
public sealed interface MailRoute {

  /** To these servers. */
  record To(SmtpSite site) implements MailRoute {}

  /**
   * Nowhere.
   *
   * @param reply of 4xx to ask again later, of 5xx if it never will
   */
  record Nowhere(SmtpReply reply) implements MailRoute {}
}
