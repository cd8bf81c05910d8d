/**
 * The SMTP client: pipelined delivery (RFC 5321, RFC 2920) over pooled connections, with one
 * outcome per recipient.
 *
 * <p>All connections to a destination live on one event loop thread, so that its pool needs no
 * locks: {@code DestinationPool} hands mails to {@code ClientConnection}s, which run one {@code
 * Transaction} per mail, and ask the pool for the next one while the reply to the last is still
 * out.
 */
package io.hikyaku.smtp.client;
