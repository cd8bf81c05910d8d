package io.hikyaku.container;

import io.hikyaku.api.QueueBatchListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;

/** Takes batches; the first delivery of a batch that holds "fail once" fails. */
@MessageDriven(
    name = "BatchBean",
    messageListenerInterface = QueueBatchListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "batch"))
public class BatchBean implements QueueBatchListener {

  @Override
  public void onMessages(List<ReceivedMessage> messages) {
    Deliveries.add(messages);
    if (messages.stream().anyMatch(m -> m.text().equals("fail once") && m.deliveryCount() == 1)) {
      throw new IllegalStateException("as the test wants it");
    }
  }
}
