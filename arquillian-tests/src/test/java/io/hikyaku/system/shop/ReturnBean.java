package io.hikyaku.system.shop;

import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.ejb.MessageDriven;

/** Fails at everything: its messages become dead letters. */
@MessageDriven(name = "ReturnBean", messageListenerInterface = QueueListener.class)
public class ReturnBean implements QueueListener {

  @Override
  public void onMessage(ReceivedMessage message) {
    throw new IllegalStateException("supplier.example refused the connection");
  }
}
