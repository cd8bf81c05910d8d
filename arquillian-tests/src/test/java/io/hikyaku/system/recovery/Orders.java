package io.hikyaku.system.recovery;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The two resources, and what is done in both. */
record Orders(DataSource database, QueueConnectionFactory queues) {

  static final String SENT = "sent";

  /** What the data source looks at. */
  private static final String HOLD = "hikyaku.test.hold.";

  private static final String TABLE_EXISTS = "X0Y32";

  /** Whether nothing is held in this process. */
  private static volatile boolean free;

  void makeTable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table orders (id varchar(100))");
    } catch (SQLException e) {
      if (!TABLE_EXISTS.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  void store(String id) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("insert into orders (id) values (?)")) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }

  void send(String id) {
    try (QueueConnection connection = queues.getConnection()) {
      // of a keyed group, so that it lies in another segment than what a bean consumes
      connection.send(SENT, Message.builder(id).key(id).build());
    }
  }

  /** Does not wait for transactions in doubt. */
  int rows(String id) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select count(*) from orders where id = ? with ur")) {
      statement.setString(1, id);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  /**
   * The database holds the calling thread's transaction at this step, but only the first time that
   * it is asked to for this order, whatever becomes of the process.
   */
  static void hold(String id, String step) {
    if (free) {
      return;
    }
    try {
      Path done = Path.of(System.getProperty("server.output.dir", "."), "held-" + id);
      if (!step.isEmpty() && !Files.exists(done)) {
        Files.createFile(done);
        System.setProperty(HOLD + Thread.currentThread().getId(), step);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From here on nothing is held. */
  static void holdNothing() {
    free = true;
  }

  /** How many transactions are held. */
  static long held() {
    return System.getProperties().entrySet().stream()
        .filter(entry -> String.valueOf(entry.getKey()).startsWith(HOLD))
        .filter(entry -> String.valueOf(entry.getValue()).endsWith("reached"))
        .count();
  }

  /** Lets all of them go. */
  static void letGo() {
    System.getProperties().keySet().removeIf(key -> String.valueOf(key).startsWith(HOLD));
  }
}
