package io.hikyaku.delivery;

import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.MailMessage;

/**
 * A mail of a batch.
 *
 * @param received the message it was taken from
 * @param mail its envelope and content
 */
record Mail(ReceivedMessage received, MailMessage mail) {

  /**
   * Reads the mail of a message.
   *
   * @throws IllegalArgumentException if the message is no mail, with the reason
   */
  static Mail of(ReceivedMessage received) {
    return new Mail(received, MailMessage.from(received));
  }
}
