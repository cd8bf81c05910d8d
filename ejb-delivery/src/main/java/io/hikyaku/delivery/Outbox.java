package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a batch leaves to be sent: retries, bounces and dead letters. Not thread-safe. */
final class Outbox {

  private final Map<String, List<Message>> byGroup = new LinkedHashMap<>();

  void add(String group, Message message) {
    byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(message);
  }

  boolean isEmpty() {
    return byGroup.isEmpty();
  }

  /** The messages for a group, in the order they were added. */
  List<Message> messages(String group) {
    return List.copyOf(byGroup.getOrDefault(group, List.of()));
  }

  /** Sends everything, in the transaction that the connection is in. */
  void sendTo(QueueConnection connection) {
    byGroup.forEach(connection::sendAll);
  }
}
