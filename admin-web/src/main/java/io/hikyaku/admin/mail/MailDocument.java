package io.hikyaku.admin.mail;

import io.hikyaku.api.mail.MailManagement.StoredMail;
import java.util.List;

/**
 * A mail that is stored.
 *
 * @param message id of its message in the group
 * @param id its own
 * @param sender the reverse path; empty for a report
 * @param recipients those it has not reached yet
 * @param bytes of its content
 * @param receivedAt ISO-8601
 * @param attempts made up to now
 * @param nextAttempt ISO-8601
 * @param history what was met, the newest last
 * @param node that holds it
 */
public record MailDocument(
    String message,
    String id,
    String sender,
    List<String> recipients,
    int bytes,
    String receivedAt,
    int attempts,
    String nextAttempt,
    List<String> history,
    String node) {

  static MailDocument of(StoredMail stored) {
    return new MailDocument(
        stored.message(),
        stored.mail().id(),
        stored.mail().sender(),
        stored.mail().addresses(),
        stored.bytes(),
        stored.mail().receivedAt().toString(),
        stored.mail().attempts(),
        stored.nextAttempt().toString(),
        stored.mail().history(),
        stored.node());
  }
}
