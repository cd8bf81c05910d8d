package io.hikyaku.container;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;

/** Activated with a password that is wrong. */
@MessageDriven(
    name = "RefusedBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "refused"))
public class RefusedBean implements QueueListener {

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
  }
}
