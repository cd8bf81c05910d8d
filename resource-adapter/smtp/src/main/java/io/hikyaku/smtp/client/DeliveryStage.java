package io.hikyaku.smtp.client;

/** How far a delivery had come when its outcome was decided. */
public enum DeliveryStage {
  /** In this client, before anything was sent: a limit, a malformed address, a stop. */
  LOCAL,
  /** Finding the address of the host and connecting. */
  CONNECT,
  /** Waiting for the 220 of the server. */
  GREETING,
  /** EHLO or HELO. */
  HELLO,
  /** MAIL FROM. */
  MAIL,
  /** RCPT TO. */
  RECIPIENT,
  /** DATA, up to its 354. */
  DATA,
  /** Sending the content, before the final dot was out. */
  CONTENT,
  /** Behind the final dot: the reply to the mail. */
  FINAL_DOT
}
