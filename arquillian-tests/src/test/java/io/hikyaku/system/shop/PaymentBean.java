package io.hikyaku.system.shop;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.MessageDriven;

/** Takes what comes. */
@MessageDriven(name = "PaymentBean", messageListenerInterface = QueueListener.class)
public class PaymentBean implements QueueListener {

  @Override
  public void onMessage(ReceivedMessage message) {
    // paid
  }
}
