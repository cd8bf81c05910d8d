/**
 * Mail delivery: a thin message-driven bean over plain Java. A batch of the mail group goes in;
 * each recipient ends as delivered, to be tried again, bounced, or as a dead letter with the
 * reason, and what follows from that is sent in the transaction that took the batch.
 */
package io.hikyaku.delivery;
