package io.hikyaku.delivery;

import io.hikyaku.api.QueueBatchListener;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;

/**
 * Takes the mails of the group {@code mail} and delivers them. What follows, retries, bounces and
 * dead letters, is sent in the transaction that consumes the batch: both happen or neither.
 */
@MessageDriven(
    name = "MailDeliveryBean",
    messageListenerInterface = QueueBatchListener.class,
    activationConfig = @ActivationConfigProperty(propertyName = "group", propertyValue = "mail"))
public class MailDeliveryBean implements QueueBatchListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Resource private TransactionSynchronizationRegistry transactions;

  @EJB private MailServiceBean service;

  @Override
  public void onMessages(List<ReceivedMessage> messages) {
    Outbox out = service.deliver(messages);
    if (out.isEmpty()) {
      return;
    }
    try (QueueConnection connection = factory.getConnection()) {
      out.sendTo(connection);
      if (!out.kept().isEmpty()) {
        Runnable committed = service.keep(out.kept(), connection);
        transactions.registerInterposedSynchronization(new AfterCommit(committed));
      }
    }
  }
}
