package io.hikyaku.container;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;

/**
 * Sends each message on in the transaction that consumes it; the first delivery of "fail once"
 * fails after it was sent on.
 */
@MessageDriven(
    name = "ForwardingBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "in"))
public class ForwardingBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
    try (QueueConnection connection = factory.getConnection()) {
      connection.send("out", Message.of(message.text()));
    }
    if (message.text().equals("fail once") && message.deliveryCount() == 1) {
      throw new IllegalStateException("as the test wants it");
    }
  }
}
