package io.hikyaku.container;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;

/** Many at once, of a group in which messages of a key keep their order. */
@MessageDriven(
    name = "KeyedBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "keyed"))
public class KeyedBean implements QueueListener {

  static final String ALL = "all keys";
  static final Overlaps OVERLAPS = new Overlaps();

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
    OVERLAPS.work(ALL, message.key().orElseThrow());
  }
}
