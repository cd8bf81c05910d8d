package io.hikyaku.admin.queue;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Single messages, or the problem that they are not there. */
@ApplicationScoped
public class Messages {

  @Inject private Store store;

  /** A message with its body; in whichever group if that is null. */
  MessageDocument document(String group, String id) {
    MessageStatus message = require(group, id);
    return MessageDocument.of(message, body(message));
  }

  byte[] body(MessageStatus message) {
    return store
        .management()
        .body(message.id())
        .orElseThrow(() -> unknown(message.group(), message.id().toString()));
  }

  MessageStatus require(String group, String id) {
    QueueManagement management = store.management();
    if (group != null) {
      management.settings(group); // an unknown group is told apart from an unknown message
    }
    return management
        .find(MessageId.parse(id))
        .filter(message -> group == null || message.group().equals(group))
        .orElseThrow(() -> unknown(group, id));
  }

  static RuntimeException unknown(String group, String id) {
    String where = group == null ? "no group holds" : "group '" + group + "' does not hold";
    return Problem.of(
            404, "unknown-message", where + " message " + id + ": it was consumed, perhaps")
        .exception();
  }
}
