package io.hikyaku.system;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send mails to numbered recipients, {@code n1@example.org} and so on, each number
 * once, to several nodes at once. A client whose node does not take its mails any more gives up
 * after a few attempts to connect; the others send what is left.
 */
final class SmtpLoad {

  static final String DOMAIN = "example.org";

  private static final int CONNECT_ATTEMPTS = 20;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);
  private static final String CONTENT =
      "Subject: load\r\nFrom: sender@test.example\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(13);

  private final int mails;
  private final Duration replyTimeout;
  private final AtomicInteger next = new AtomicInteger();
  private final LoadReport report = new LoadReport();
  private final List<Thread> clients = new ArrayList<>();

  SmtpLoad(int mails, Duration replyTimeout) {
    this.mails = mails;
    this.replyTimeout = replyTimeout;
  }

  /** Starts so many clients for a node. */
  SmtpLoad against(LibertyNode node, int connections) {
    for (int i = 0; i < connections; i++) {
      Thread client = new Thread(() -> run(node.settings().smtpPort()), "smtp-load-" + node);
      clients.add(client);
      client.start();
    }
    return this;
  }

  LoadReport report() {
    return report;
  }

  boolean isDone() {
    return clients.stream().noneMatch(Thread::isAlive);
  }

  private void run(int port) {
    int failures = 0;
    while (next.get() < mails && failures < CONNECT_ATTEMPTS) {
      try (SmtpConnection connection = SmtpConnection.greeted(port, replyTimeout)) {
        failures = 0;
        session(connection, port);
      } catch (IOException e) {
        failures++;
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Returns or throws when the connection is of no more use. */
  private void session(SmtpConnection connection, int port) throws IOException {
    while (true) {
      int mail = next.incrementAndGet();
      if (mail > mails) {
        return;
      }
      String reply;
      try {
        reply = connection.mail("n" + mail + "@" + DOMAIN, CONTENT);
      } catch (IOException e) {
        report.unknown(mail);
        throw e;
      }
      if (reply.startsWith("250")) {
        report.accepted(mail, port);
      } else {
        report.refused(mail, reply);
        if (reply.startsWith("421")) {
          return;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      // a client's own delay before it connects again, not a wait for a condition of the test
      Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
