package io.hikyaku.system.second;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueException;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/**
 * Sends {@code count} messages of {@code size} bytes to {@code group} in one transaction, which
 * ends as {@code outcome} says: commit or rollback. What the store throws is the answer, with 409.
 */
@WebServlet("/send")
public class SendServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private transient QueueConnectionFactory factory;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int count = Integer.parseInt(request.getParameter("count"));
    int size = Integer.parseInt(request.getParameter("size"));
    try {
      transaction.begin();
      boolean sent = false;
      try (QueueConnection connection = factory.getConnection()) {
        for (int i = 0; i < count; i++) {
          connection.send(request.getParameter("group"), Message.of(new byte[size]));
        }
        sent = true;
      } finally {
        if (!sent) {
          transaction.rollback();
        }
      }
      end(request.getParameter("outcome"));
      response.getWriter().print("sent " + count);
    } catch (QueueException e) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      response.getWriter().print(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (NotSupportedException | SystemException e) {
      throw new IOException(e);
    }
  }

  private void end(String outcome) throws SystemException, IOException {
    if (outcome.equals("commit")) {
      try {
        transaction.commit();
      } catch (jakarta.transaction.RollbackException
          | jakarta.transaction.HeuristicMixedException
          | jakarta.transaction.HeuristicRollbackException e) {
        throw new IOException(e);
      }
    } else {
      transaction.rollback();
    }
  }
}
