package io.hikyaku.system.recovery;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Stores and sends each order that it receives: {@code <id> <resource that commits first> <step to
 * be held at>}.
 */
@MessageDriven(name = "OrderBean", messageListenerInterface = QueueListener.class)
public class OrderBean implements QueueListener {

  @Resource(name = "database", lookup = "jdbc/orders")
  private DataSource database;

  /** The same, with a higher commit priority than what the bean receives. */
  @Resource(name = DATABASE_FIRST, lookup = "jdbc/orders")
  private DataSource databaseFirst;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory queues;

  /** Named in the server's own descriptor of the application. */
  public static final String DATABASE_FIRST = "databaseFirst";

  @Override
  public void onMessage(ReceivedMessage message) {
    String[] order = message.text().split(" ", 3);
    Orders orders = new Orders(order[1].equals("database") ? databaseFirst : database, queues);
    try {
      orders.store(order[0]);
      orders.send(order[0]);
    } catch (SQLException e) {
      throw new EJBException(e);
    }
    Orders.hold(order[0], order[2]);
  }
}
