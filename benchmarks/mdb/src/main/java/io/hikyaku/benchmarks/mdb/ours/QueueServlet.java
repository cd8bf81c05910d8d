package io.hikyaku.benchmarks.mdb.ours;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.benchmarks.mdb.work.JobServlet;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import java.util.Collections;

/** Fills the group. */
@WebServlet("/job")
public class QueueServlet extends JobServlet {

  private static final long serialVersionUID = 1L;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private transient QueueConnectionFactory factory;

  @Override
  protected void send(int count, byte[] body) {
    try (QueueConnection connection = factory.getConnection()) {
      connection.sendAll("in", Collections.nCopies(count, Message.of(body)));
    }
  }
}
