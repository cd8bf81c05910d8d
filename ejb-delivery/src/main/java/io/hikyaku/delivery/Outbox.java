package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch leaves to be sent: retries, bounces and dead letters; and what it leaves under way.
 * Not thread-safe.
 */
final class Outbox {

  private final Map<String, List<Message>> byGroup = new LinkedHashMap<>();
  private final List<Attempt> kept = new ArrayList<>();

  void add(String group, Message message) {
    byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(message);
  }

  /** Leaves an attempt under way, for {@link Custody}. */
  void keep(Attempt attempt) {
    kept.add(attempt);
  }

  boolean isEmpty() {
    return byGroup.isEmpty() && kept.isEmpty();
  }

  /** The messages by group, each in the order they were added. */
  Map<String, List<Message>> messages() {
    return byGroup;
  }

  /** The messages for a group, in the order they were added. */
  List<Message> messages(String group) {
    return List.copyOf(byGroup.getOrDefault(group, List.of()));
  }

  /** What is still under way. */
  List<Attempt> kept() {
    return kept;
  }

  /** Sends the messages, in the transaction that the connection is in. */
  void sendTo(QueueConnection connection) {
    byGroup.forEach(connection::sendAll);
  }
}
