package io.hikyaku.container;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends each message on. Before that, the first delivery of "hang" hangs, and that of "outlast"
 * outlasts its transaction.
 */
@MessageDriven(
    name = "SlowBean",
    messageListenerInterface = QueueListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "slow"))
public class SlowBean implements QueueListener {

  static final Gate GATE = new Gate();

  /** What became of the send after it had hung. */
  static final CompletableFuture<String> LATE_SEND = new CompletableFuture<>();

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Resource private TransactionSynchronizationRegistry transactions;

  @Override
  public void onMessage(ReceivedMessage message) {
    Deliveries.add(List.of(message));
    boolean hangs = message.deliveryCount() == 1 && message.text().equals("hang");
    if (hangs) {
      GATE.pass();
    } else if (message.deliveryCount() == 1 && message.text().equals("outlast")) {
      awaitTimeout();
    }
    try (QueueConnection connection = factory.getConnection()) {
      connection.send("out", Message.of(message.text() + " " + message.deliveryCount()));
      if (hangs) {
        LATE_SEND.complete("accepted");
      }
    } catch (RuntimeException e) {
      LATE_SEND.complete("refused");
      throw e;
    }
  }

  /** Until the server marks the transaction: it takes two seconds. */
  private void awaitTimeout() {
    try {
      while (!transactions.getRollbackOnly()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
