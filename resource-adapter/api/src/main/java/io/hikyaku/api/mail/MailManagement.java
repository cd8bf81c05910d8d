package io.hikyaku.api.mail;

import java.time.Instant;
import java.util.List;

/**
 * Mail delivery for operators: its destinations and single mails. A session bean of the delivery
 * application; what it changes holds on all nodes within seconds. Thread-safe; blocks.
 */
public interface MailManagement {

  /** All destinations that have mail or are suspended, those with the most mails first. */
  MailDestinations destinations();

  /**
   * Tries no mail to a domain until a time; mails wait, and age, meanwhile.
   *
   * @param reason for those who ask why
   * @throws IllegalArgumentException if the time is past or more than 30 days ahead, or the domain
   *     is no domain
   */
  void suspend(String domain, String reason, Instant until);

  /**
   * Ends a suspension and tries what waits.
   *
   * @return whether it was suspended
   */
  boolean resume(String domain);

  /**
   * Tries all mails to a domain now that wait for their next attempt.
   *
   * @return how many
   */
  int retryNow(String domain);

  /**
   * Gives up mails to a domain that wait for their next attempt: their senders get them back.
   *
   * @param reason for the senders
   * @return how many; at most 1,000 at once
   */
  int bounce(String domain, String reason);

  /**
   * Looks for mails that are stored, by id, sender, recipient, or a part of one, in any case of
   * letters. Their history says what was met.
   *
   * @param limit how many at the most, up to 1,000
   */
  List<StoredMail> find(String text, int limit);

  /**
   * A mail that is stored.
   *
   * @param message the id of its message, as {@link io.hikyaku.api.management.QueueManagement#find}
   *     takes it
   * @param mail its envelope and history; of its content the first 1024 bytes
   * @param bytes of its content
   * @param nextAttempt when it is tried next; now if it waits for nothing
   * @param node that holds it
   */
  record StoredMail(
      String message, MailMessage mail, int bytes, Instant nextAttempt, String node) {}
}
