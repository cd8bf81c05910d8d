package io.hikyaku.container;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;

/** Of which the server allows fewer at once than the adapter would use. */
@MessageDriven(
    name = "NarrowBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "narrow"))
public class NarrowBean implements QueueListener {

  static final String ALL = "all";
  static final Overlaps OVERLAPS = new Overlaps();

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
    OVERLAPS.work(ALL);
  }
}
