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
 * do=receive}: lets the bean do it. {@code first} then says which commits first. Either is held at
 * the {@code step} of its transaction, until {@code do=release}. {@code do=held}: how many are, and
 * how many branches are prepared. {@code do=look}: what became of an order. {@code do=table}: makes
 * the table. {@code do=pause}, {@code do=resume}: the bean, on this node.
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
    String first = request.getParameter("first");
    try {
      switch (request.getParameter("do")) {
        case "release" -> Orders.letGo();
        case "held" ->
            response
                .getWriter()
                .printf(
                    "held=%d doubt=%d",
                    Orders.held(), queues.management().preparedBranches().size());
        case "pause" -> queues.deliveries().pause("orders", "the test wants it");
        case "resume" -> {
          Orders.holdNothing();
          queues.deliveries().resume("orders");
        }
        case "table" -> orders.makeTable();
        case "place" -> place(orders, id, step, first.equals("database"));
        case "receive" -> {
          try (QueueConnection connection = queues.getConnection()) {
            connection.send("orders", Message.of(id + " " + first + " " + step));
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
    transaction.begin();
    if (databaseFirst) {
      orders.store(id);
      orders.send(id);
    } else {
      orders.send(id);
      orders.store(id);
    }
    Orders.hold(id, step);
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
