package io.hikyaku.jca;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import java.time.Duration;
import java.util.List;

/** What a connection handle does at a given moment: each operation by itself, or all in one. */
interface Session {

  /** Sends messages, all or none of them. */
  List<MessageId> send(String group, List<Message> messages);

  /** Takes up to {@code max} messages as soon as there is one; empty if none came in time. */
  List<ReceivedMessage> receive(String group, int max, Duration wait);
}
