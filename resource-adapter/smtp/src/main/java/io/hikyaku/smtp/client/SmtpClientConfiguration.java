package io.hikyaku.smtp.client;

import io.hikyaku.smtp.grammar.DomainSyntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of a client; start from {@link #builder()}. Immutable.
 *
 * @param heloName what this client calls itself
 * @param maxConnections connections in all
 * @param maxConnectionsPerDestination connections to one destination
 * @param initialConnectionsPerDestination of these, how many a site may have before it has taken
 *     any mail; it grows with success and shrinks with failure
 * @param maxWaitingPerDestination mails that wait for a connection to one destination; more are
 *     refused for now
 * @param maxDeliveries mails given to the client and not reported yet, over all destinations; more
 *     are refused for now
 * @param maxMailsPerConnection mails sent over a connection before it is closed
 * @param maxConnectionTime how long a connection is used before it is closed behind a mail
 * @param keepAlive how long a connection is kept without a mail; zero to keep none
 * @param waitTimeout how long a mail may wait for a connection
 * @param timeouts how long the client waits for the server
 * @param eventLoopThreads threads for all connections together
 * @param drainTimeout how long {@code close} waits for mails that are on their way
 * @param deadTime how long a site that cannot be reached is left alone at first; its mails are
 *     refused for now meanwhile. Zero to try it with every mail
 * @param startTls whether TLS is used where it is offered (RFC 3207)
 */
public record SmtpClientConfiguration(
    String heloName,
    int maxConnections,
    int maxConnectionsPerDestination,
    int initialConnectionsPerDestination,
    int maxWaitingPerDestination,
    int maxDeliveries,
    int maxMailsPerConnection,
    Duration maxConnectionTime,
    Duration keepAlive,
    Duration waitTimeout,
    SmtpClientTimeouts timeouts,
    int eventLoopThreads,
    Duration drainTimeout,
    Duration deadTime,
    boolean startTls) {

  /** A builder with the defaults. */
  public static SmtpClientConfiguration.Builder builder() {
    return new SmtpClientConfiguration.Builder();
  }

  /** All that is wrong with these settings, each with the value and the range; empty if usable. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>(timeouts.faults());
    if (!DomainSyntax.isHelloName(heloName)) {
      faults.add("heloName '" + heloName + "' is neither a domain nor an address literal");
    }
    check(faults, "maxConnections", maxConnections, 100_000);
    check(faults, "maxConnectionsPerDestination", maxConnectionsPerDestination, 10_000);
    check(
        faults,
        "initialConnectionsPerDestination",
        initialConnectionsPerDestination,
        maxConnectionsPerDestination);
    check(faults, "maxWaitingPerDestination", maxWaitingPerDestination, 1_000_000);
    check(faults, "maxDeliveries", maxDeliveries, 10_000_000);
    check(faults, "maxMailsPerConnection", maxMailsPerConnection, 1_000_000);
    check(faults, "eventLoopThreads", eventLoopThreads, 1_000);
    if (keepAlive.isNegative() || keepAlive.compareTo(Duration.ofHours(1)) > 0) {
      faults.add("keepAlive " + keepAlive + " is not within zero and one hour");
    }
    SmtpClientTimeouts.check(faults, "maxConnectionTime", maxConnectionTime);
    SmtpClientTimeouts.check(faults, "waitTimeout", waitTimeout);
    SmtpClientTimeouts.check(faults, "drainTimeout", drainTimeout);
    return faults;
  }

  private static void check(List<String> faults, String name, int value, int most) {
    if (value < 1 || value > most) {
      faults.add(name + " " + value + " is not within 1 to " + most);
    }
  }

  /** Collects settings; not thread-safe. Each method sets the component of its name. */
  public static final class Builder {
    private String heloName = "localhost";
    private int maxConnections = 1000;
    private int maxConnectionsPerDestination = 20;
    private int initialConnectionsPerDestination = 5;
    private int maxWaitingPerDestination = 10_000;
    private int maxDeliveries = 100_000;
    private int maxMailsPerConnection = 1000;
    private Duration maxConnectionTime = Duration.ofMinutes(5);
    private Duration keepAlive = Duration.ofSeconds(30);
    private Duration waitTimeout = Duration.ofMinutes(5);
    private SmtpClientTimeouts timeouts = SmtpClientTimeouts.standard();
    private int eventLoopThreads = 2;
    private Duration drainTimeout = Duration.ofSeconds(10);
    private Duration deadTime = Duration.ZERO;
    private boolean startTls = true;

    private Builder() {}

    public Builder heloName(String value) {
      heloName = value;
      return this;
    }

    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    public Builder maxConnectionsPerDestination(int value) {
      maxConnectionsPerDestination = value;
      return this;
    }

    public Builder initialConnectionsPerDestination(int value) {
      initialConnectionsPerDestination = value;
      return this;
    }

    public Builder maxWaitingPerDestination(int value) {
      maxWaitingPerDestination = value;
      return this;
    }

    public Builder maxDeliveries(int value) {
      maxDeliveries = value;
      return this;
    }

    public Builder maxMailsPerConnection(int value) {
      maxMailsPerConnection = value;
      return this;
    }

    public Builder maxConnectionTime(Duration value) {
      maxConnectionTime = value;
      return this;
    }

    public Builder keepAlive(Duration value) {
      keepAlive = value;
      return this;
    }

    public Builder waitTimeout(Duration value) {
      waitTimeout = value;
      return this;
    }

    public Builder timeouts(SmtpClientTimeouts value) {
      timeouts = value;
      return this;
    }

    public Builder eventLoopThreads(int value) {
      eventLoopThreads = value;
      return this;
    }

    public Builder drainTimeout(Duration value) {
      drainTimeout = value;
      return this;
    }

    public Builder deadTime(Duration value) {
      deadTime = value;
      return this;
    }

    public Builder startTls(boolean value) {
      startTls = value;
      return this;
    }

    /** The settings, unchecked: see {@link SmtpClientConfiguration#faults()}. */
    public SmtpClientConfiguration build() {
      return new SmtpClientConfiguration(
          heloName,
          maxConnections,
          maxConnectionsPerDestination,
          Math.min(initialConnectionsPerDestination, maxConnectionsPerDestination),
          maxWaitingPerDestination,
          maxDeliveries,
          maxMailsPerConnection,
          maxConnectionTime,
          keepAlive,
          waitTimeout,
          timeouts,
          eventLoopThreads,
          drainTimeout,
          deadTime,
          startTls);
    }
  }
}
