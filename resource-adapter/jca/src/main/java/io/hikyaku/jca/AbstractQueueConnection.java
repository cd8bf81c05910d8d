package io.hikyaku.jca;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The methods of a connection that are special cases of others. */
abstract class AbstractQueueConnection implements QueueConnection {

  @Override
  public final MessageId send(String group, Message message) {
    return sendAll(group, List.of(message)).get(0);
  }

  @Override
  public final Optional<ReceivedMessage> receive(String group, Duration wait) {
    return receiveBatch(group, 1, wait).stream().findFirst();
  }
}
