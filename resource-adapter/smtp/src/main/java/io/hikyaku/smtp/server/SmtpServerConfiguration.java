package io.hikyaku.smtp.server;

import io.hikyaku.smtp.grammar.DomainSyntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of a server; start from {@link #builder()}. Immutable.
 *
 * @param hostname the name in the greeting and in {@code Received:} fields
 * @param bindAddress the address to listen on; {@code 0.0.0.0} for all
 * @param port 0 for any free one
 * @param maxMessageBytes the largest mail, as announced by SIZE
 * @param maxRecipients RCPT commands per mail
 * @param maxConnections sessions in all
 * @param maxConnectionsPerAddress sessions of one client address that is in no allowed network
 * @param maxCommandBytes the longest command line with its CRLF; RFC 5321 asks for 512 at least
 * @param maxTextLineBytes the longest line of mail data with its CRLF; RFC 5321 asks for 1000 at
 *     least
 * @param maxBadCommands refused commands since the last accepted mail before the session is closed
 * @param maxCommandsWithoutMail commands, but for RCPT that was not refused for good, since the
 *     last accepted mail before the session is closed
 * @param maxHops {@code Received:} fields of a mail before it is taken for a loop
 * @param maxBufferedBytes memory for all mails being received or with the receiver; beyond it
 *     clients are told 452
 * @param maxDiscardedBytes what is read and thrown away of a refused mail or line, so that the
 *     client hears its reply, before the connection is closed instead
 * @param idleTimeout silence before a session is closed (RFC 5321 §4.5.3.2.7: 5 minutes)
 * @param mailTimeout how long a session may go on without an accepted mail, however busy it is
 * @param receiverTimeout how long a receiver may take before the client is told 451
 * @param drainTimeout how long {@code close} waits for mails that are on their way
 * @param eventLoopThreads threads for all sessions together
 * @param security TLS, authentication and who may relay
 */
public record SmtpServerConfiguration(
    String hostname,
    String bindAddress,
    int port,
    int maxMessageBytes,
    int maxRecipients,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxCommandBytes,
    int maxTextLineBytes,
    int maxBadCommands,
    int maxCommandsWithoutMail,
    int maxHops,
    long maxBufferedBytes,
    long maxDiscardedBytes,
    Duration idleTimeout,
    Duration mailTimeout,
    Duration receiverTimeout,
    Duration drainTimeout,
    int eventLoopThreads,
    ServerSecurity security) {

  private static final int LARGEST_MESSAGE = 1 << 30;

  /** A builder with the defaults. */
  public static SmtpServerConfiguration.Builder builder() {
    return new SmtpServerConfiguration.Builder();
  }

  /** All that is wrong with these settings, each with the value and the range; empty if usable. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!DomainSyntax.isDomain(hostname)) {
      faults.add("hostname '" + hostname + "' is not a domain name");
    }
    if (bindAddress.isBlank()) {
      faults.add("bindAddress is blank: give an address, or 0.0.0.0 for all");
    }
    check(faults, "port", port, 0, 65535);
    check(faults, "maxMessageBytes", maxMessageBytes, 1, LARGEST_MESSAGE);
    check(faults, "maxRecipients", maxRecipients, 1, 1_000_000);
    check(faults, "maxConnections", maxConnections, 1, 1_000_000);
    check(faults, "maxConnectionsPerAddress", maxConnectionsPerAddress, 1, 1_000_000);
    check(faults, "maxCommandBytes", maxCommandBytes, 512, 65536);
    check(faults, "maxTextLineBytes", maxTextLineBytes, 1000, LARGEST_MESSAGE);
    check(faults, "maxBadCommands", maxBadCommands, 1, 1_000_000);
    check(faults, "maxCommandsWithoutMail", maxCommandsWithoutMail, 1, 1_000_000);
    check(faults, "maxHops", maxHops, 1, 1_000);
    check(faults, "maxBufferedBytes", maxBufferedBytes, 1L << 16, Long.MAX_VALUE);
    check(faults, "maxDiscardedBytes", maxDiscardedBytes, 0, Long.MAX_VALUE);
    check(faults, "idleTimeout", idleTimeout);
    check(faults, "mailTimeout", mailTimeout);
    check(faults, "receiverTimeout", receiverTimeout);
    check(faults, "drainTimeout", drainTimeout);
    check(faults, "eventLoopThreads", eventLoopThreads, 1, 1_000);
    if (maxBufferedBytes < maxMessageBytes) {
      faults.add(
          "maxBufferedBytes "
              + maxBufferedBytes
              + " is less than maxMessageBytes "
              + maxMessageBytes
              + ": the largest mail could never be received");
    }
    return faults;
  }

  private static void check(List<String> faults, String name, long value, long least, long most) {
    if (value < least || value > most) {
      faults.add(name + " " + value + " is not within " + least + " to " + most);
    }
  }

  private static void check(List<String> faults, String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
      faults.add(name + " " + value + " is not longer than zero and at most one day");
    }
  }

  /** Collects settings; not thread-safe. Each method sets the component of its name. */
  public static final class Builder {
    private String hostname = "localhost";
    private String bindAddress = "0.0.0.0";
    private int port = 25;
    private int maxMessageBytes = 10_240_000;
    private int maxRecipients = 1000;
    private int maxConnections = 20_000;
    private int maxConnectionsPerAddress = 100;
    private int maxCommandBytes = 2048;
    private int maxTextLineBytes = 2048;
    private int maxBadCommands = 20;
    private int maxCommandsWithoutMail = 100;
    private int maxHops = 50;
    private long maxBufferedBytes = 256L << 20;
    private long maxDiscardedBytes = 256L << 20;
    private Duration idleTimeout = Duration.ofMinutes(5);
    private Duration mailTimeout = Duration.ofMinutes(30);
    private Duration receiverTimeout = Duration.ofMinutes(2);
    private Duration drainTimeout = Duration.ofSeconds(10);
    private int eventLoopThreads = 2;
    private ServerSecurity security = ServerSecurity.closed();

    private Builder() {}

    public Builder hostname(String value) {
      hostname = value;
      return this;
    }

    public Builder bindAddress(String value) {
      bindAddress = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    public Builder maxRecipients(int value) {
      maxRecipients = value;
      return this;
    }

    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    public Builder maxConnectionsPerAddress(int value) {
      maxConnectionsPerAddress = value;
      return this;
    }

    public Builder maxCommandBytes(int value) {
      maxCommandBytes = value;
      return this;
    }

    public Builder maxTextLineBytes(int value) {
      maxTextLineBytes = value;
      return this;
    }

    public Builder maxBadCommands(int value) {
      maxBadCommands = value;
      return this;
    }

    public Builder maxCommandsWithoutMail(int value) {
      maxCommandsWithoutMail = value;
      return this;
    }

    public Builder maxHops(int value) {
      maxHops = value;
      return this;
    }

    public Builder maxBufferedBytes(long value) {
      maxBufferedBytes = value;
      return this;
    }

    public Builder maxDiscardedBytes(long value) {
      maxDiscardedBytes = value;
      return this;
    }

    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    public Builder mailTimeout(Duration value) {
      mailTimeout = value;
      return this;
    }

    public Builder receiverTimeout(Duration value) {
      receiverTimeout = value;
      return this;
    }

    public Builder drainTimeout(Duration value) {
      drainTimeout = value;
      return this;
    }

    public Builder eventLoopThreads(int value) {
      eventLoopThreads = value;
      return this;
    }

    public Builder security(ServerSecurity value) {
      security = value;
      return this;
    }

    /** The settings, unchecked: see {@link SmtpServerConfiguration#faults()}. */
    public SmtpServerConfiguration build() {
      return new SmtpServerConfiguration(
          hostname,
          bindAddress,
          port,
          maxMessageBytes,
          maxRecipients,
          maxConnections,
          maxConnectionsPerAddress,
          maxCommandBytes,
          maxTextLineBytes,
          maxBadCommands,
          maxCommandsWithoutMail,
          maxHops,
          maxBufferedBytes,
          maxDiscardedBytes,
          idleTimeout,
          mailTimeout,
          receiverTimeout,
          drainTimeout,
          eventLoopThreads,
          security);
    }
  }
}
