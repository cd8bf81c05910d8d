package io.hikyaku.system.recovery;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Stores and sends each order that it receives: {@code <id> <step to crash at>}. */
@MessageDriven(name = "OrderBean", messageListenerInterface = QueueListener.class)
public class OrderBean implements QueueListener {

  @Resource(lookup = "jdbc/orders")
  private DataSource database;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory queues;

  @Override
  public void onMessage(ReceivedMessage message) {
    String[] order = message.text().split(" ", 2);
    Orders orders = new Orders(database, queues);
    try {
      orders.store(order[0]);
      orders.send(order[0]);
    } catch (SQLException e) {
      throw new EJBException(e);
    }
    Orders.crash(order[0], order[1]);
  }
}
