package io.hikyaku.benchmarks.mdb.jms;

import io.hikyaku.benchmarks.mdb.work.Progress;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Receives, sends on, commits. */
@MessageDriven(name = "JmsBean", messageListenerInterface = MessageListener.class)
public class JmsBean implements MessageListener {

  @Resource(lookup = "jms/factory")
  private ConnectionFactory factory;

  @Resource private TransactionSynchronizationRegistry transactions;

  @Override
  public void onMessage(Message message) {
    Progress.begin(transactions);
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      BytesMessage received = (BytesMessage) message;
      byte[] body = new byte[(int) received.getBodyLength()];
      received.readBytes(body);
      BytesMessage sent = session.createBytesMessage();
      sent.writeBytes(body);
      session.createProducer(session.createQueue("out")).send(sent);
    } catch (JMSException e) {
      throw new EJBException(e);
    }
  }
}
