package io.hikyaku.container;

import io.hikyaku.api.ReceivedMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the beans of this application were given, in order. Thread-safe. */
final class Deliveries {

  private static final List<List<ReceivedMessage>> ALL = new CopyOnWriteArrayList<>();

  private Deliveries() {}

  static void add(List<ReceivedMessage> batch) {
    ALL.add(List.copyOf(batch));
  }

  /** Batches of a group; a single message is a batch of one. */
  static List<List<ReceivedMessage>> batches(String group) {
    return ALL.stream().filter(batch -> batch.get(0).group().equals(group)).toList();
  }

  static List<ReceivedMessage> messages(String group) {
    return batches(group).stream().flatMap(List::stream).toList();
  }
}
