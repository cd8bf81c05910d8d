package io.hikyaku.benchmarks.mdb.ours;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.benchmarks.mdb.work.Progress;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Receives, sends on, commits; if it is to be in two phases, with a second resource. */
@MessageDriven(name = "QueueBean", messageListenerInterface = QueueListener.class)
public class QueueBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Resource(lookup = "jdbc/nothing")
  private DataSource nothing;

  @Resource private TransactionSynchronizationRegistry transactions;

  @Override
  public void onMessage(ReceivedMessage message) {
    Progress.begin(transactions);
    try (QueueConnection connection = factory.getConnection()) {
      connection.send("out", Message.of(message.body()));
    }
    if (Progress.inTwoPhases()) {
      enlistNothing();
    }
  }

  private void enlistNothing() {
    try {
      nothing.getConnection().close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
