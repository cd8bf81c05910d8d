package io.hikyaku.system.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.management.QueueManagement;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * {@code do=place}: stores and sends an order, {@code first=database} or the store. {@code
 * do=receive}: lets the bean do it. {@code do=look}: what became of it. With {@code hold} the
 * database waits at this step of the transaction, until {@code do=release}.
 */
@WebServlet("/order")
public class OrderServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Resource(lookup = "jdbc/orders")
  private transient DataSource database;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private transient QueueConnectionFactory queues;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Orders orders = new Orders(database, queues);
    String id = request.getParameter("id");
    String step = request.getParameter("step");
    try {
      switch (request.getParameter("do")) {
        case "release" -> System.clearProperty("hikyaku.test.hold");
        case "place" -> {
          if (request.getParameter("hold") != null) {
            System.setProperty("hikyaku.test.hold", request.getParameter("hold"));
          }
          place(orders, id, step, request.getParameter("first").equals("database"));
        }
        case "receive" -> {
          orders.makeTable();
          try (QueueConnection connection = queues.getConnection()) {
            connection.send("orders", Message.of(id + " " + step));
          }
        }
        default -> response.getWriter().print(look(orders, id));
      }
    } catch (Exception e) { // as many as a transaction can end by
      throw new IOException(e);
    }
  }

  private void place(Orders orders, String id, String step, boolean databaseFirst)
      throws Exception {
    orders.makeTable();
    transaction.begin();
    if (databaseFirst) {
      orders.store(id);
      orders.send(id);
    } else {
      orders.send(id);
      orders.store(id);
    }
    Orders.crash(id, step);
    transaction.commit();
  }

  private String look(Orders orders, String id) throws SQLException {
    QueueManagement management = queues.management();
    long sent =
        management.browse(Orders.SENT, 0, 1000).stream()
            .filter(message -> new String(message.bodyStart(), UTF_8).equals(id))
            .count();
    return "rows=%d sent=%d waiting=%d doubt=%d"
        .formatted(
            orders.rows(id),
            sent,
            management.browse("orders", 0, 1000).size(),
            management.preparedBranches().size());
  }
}
