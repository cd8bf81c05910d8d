package io.hikyaku.container;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;

/** Works without a transaction; the first delivery of "hang once" hangs. */
@MessageDriven(
    name = "LongBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "long"))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LongBean implements QueueListener {

  static final Gate GATE = new Gate();

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
    if (message.text().equals("hang once") && message.deliveryCount() == 1) {
      GATE.pass();
    }
  }
}
