package io.hikyaku.system.moving;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.management.MessageStatus;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Sends tokens ({@code count}, {@code hops}), or tells where all of them are. */
@WebServlet("/tokens")
public class TokenServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int MOST = 1000;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private transient QueueConnectionFactory factory;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String count = request.getParameter("count");
    if (count != null) {
      List<Message> tokens =
          IntStream.range(0, Integer.parseInt(count))
              .mapToObj(i -> Message.of(i + " 0 " + request.getParameter("hops")))
              .toList();
      try (QueueConnection connection = factory.getConnection()) {
        connection.sendAll("first", tokens);
      }
      return;
    }
    for (String group : List.of("first", "second", "third", Hop.DONE)) {
      for (MessageStatus message : factory.management().browse(group, 0, MOST)) {
        response.getWriter().println(group + " " + new String(message.bodyStart(), UTF_8));
      }
    }
  }
}
