package io.hikyaku.system.moving;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;

/** A token, {@code <number> <hops made> <hops to make>}, that goes on. */
final class Hop {

  static final String DONE = "done";

  private Hop() {}

  static void on(ReceivedMessage message, QueueConnectionFactory factory, String next) {
    String[] token = message.text().split(" ", 3);
    int made = Integer.parseInt(token[1]) + 1;
    String group = made == Integer.parseInt(token[2]) ? DONE : next;
    try (QueueConnection connection = factory.getConnection()) {
      connection.send(
          group, Message.builder(token[0] + " " + made + " " + token[2]).key(token[0]).build());
    }
  }
}
