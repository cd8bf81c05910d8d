package io.hikyaku.benchmarks.mdb.work;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code do=hold}, with {@code phases=2} for a second resource; {@code fill} with {@code count}
 * messages, {@code go}, or look.
 */
public abstract class JobServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int BODY_BYTES = 1024;
  private static final int BATCH = 100;

  @Override
  protected final void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getParameter("do")) {
      case "hold" -> Progress.hold("2".equals(request.getParameter("phases")));
      case "fill" -> {
        int count = Integer.parseInt(request.getParameter("count"));
        for (int sent = 0; sent < count; sent += BATCH) {
          send(Math.min(BATCH, count - sent), new byte[BODY_BYTES]);
        }
      }
      case "go" -> Progress.go();
      default -> {}
    }
    response.getWriter().print(Progress.status());
  }

  /** Sends messages to the beans, in one transaction of the connection. */
  protected abstract void send(int count, byte[] body) throws IOException;
}
