package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A client that sends what it is told to, right or wrong. Not thread-safe. */
final class SmtpConnection implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final String LOOPBACK = "127.0.0.1";

  private final Socket socket = new Socket();
  private final BufferedReader in;
  private final OutputStream out;

  private SmtpConnection(String from, int port, Duration replyTimeout) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(replyTimeout.toMillis()));
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    out = socket.getOutputStream();
  }

  /** Connected, nothing read. */
  static SmtpConnection raw(int port, Duration replyTimeout) throws IOException {
    return new SmtpConnection(LOOPBACK, port, replyTimeout);
  }

  /** Greeted, so that MAIL can follow. */
  static SmtpConnection greeted(int port, Duration replyTimeout) throws IOException {
    return greeted(LOOPBACK, port, replyTimeout);
  }

  /** The same from another address of this machine. */
  static SmtpConnection greeted(String from, int port, Duration replyTimeout) throws IOException {
    SmtpConnection connection = new SmtpConnection(from, port, replyTimeout);
    try {
      expect(connection.reply(), "220");
      expect(connection.command("EHLO test.example"), "250");
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private static void expect(String reply, String code) throws IOException {
    if (!reply.startsWith(code)) {
      throw new IOException("expected " + code + ", got " + reply);
    }
  }

  /** Sends a line and returns the last line of the reply. */
  String command(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  /**
   * Sends one mail.
   *
   * @return the last line of the reply to the final dot, or the first that refused
   */
  String mail(String recipient, String content) throws IOException {
    String reply = command("MAIL FROM:<sender@test.example>");
    if (reply.startsWith("250")) {
      reply = command("RCPT TO:<" + recipient + ">");
    }
    if (reply.startsWith("250")) {
      reply = command("DATA");
    }
    if (reply.startsWith("354")) {
      reply = command(content + "\r\n.");
    }
    return reply;
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** The last line of the next reply. */
  String reply() throws IOException {
    while (true) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the server closed the connection");
      }
      if (line.length() < 4 || line.charAt(3) != '-') {
        return line;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
