package io.hikyaku.system.moving;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;

/** From group second to group third. */
@MessageDriven(name = "SecondBean", messageListenerInterface = QueueListener.class)
public class SecondBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Override
  public void onMessage(ReceivedMessage message) {
    Hop.on(message, factory, "third");
  }
}
