package io.hikyaku.system.moving;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;

/** From group third to group first. */
@MessageDriven(name = "ThirdBean", messageListenerInterface = QueueListener.class)
public class ThirdBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Override
  public void onMessage(ReceivedMessage message) {
    Hop.on(message, factory, "first");
  }
}
