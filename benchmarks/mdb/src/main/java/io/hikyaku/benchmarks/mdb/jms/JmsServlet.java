package io.hikyaku.benchmarks.mdb.jms;

import io.hikyaku.benchmarks.mdb.work.JobServlet;
import jakarta.annotation.Resource;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.servlet.annotation.WebServlet;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/** Fills the queue. */
@WebServlet("/job")
public class JmsServlet extends JobServlet {

  private static final long serialVersionUID = 1L;

  @Resource(lookup = "jms/factory")
  private transient ConnectionFactory factory;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void send(int count, byte[] body) throws IOException {
    try {
      transaction.begin();
      try (Connection connection = factory.createConnection();
          Session session = connection.createSession()) {
        MessageProducer producer = session.createProducer(session.createQueue("in"));
        for (int i = 0; i < count; i++) {
          BytesMessage message = session.createBytesMessage();
          message.writeBytes(body);
          producer.send(message);
        }
      }
      transaction.commit();
    } catch (JMSException e) {
      throw new IOException(e);
    } catch (Exception e) { // as many as a transaction can end by
      throw new IOException("the transaction failed", e);
    }
  }
}
