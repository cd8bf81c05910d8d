package io.hikyaku.container;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;

/** Takes one message at a time; a text that begins with "poison" always fails. */
@MessageDriven(
    name = "SingleBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "single"))
public class SingleBean implements QueueListener {

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
    if (message.text().startsWith("poison")) {
      throw new IllegalStateException("as the test wants it");
    }
  }
}
