package io.hikyaku.smtp.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that does what a test tells it, one script per connection. A script speaks and expects
 * lines; what was received stands in {@link #received}.
 */
final class ScriptedServer implements AutoCloseable {

  /** What one connection does; an exception ends it. */
  interface Script {
    void run(Conversation conversation) throws IOException;
  }

  final List<String> received = new CopyOnWriteArrayList<>();
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;

  /** The last script serves all further connections. */
  ScriptedServer(Script... scripts) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(() -> serve(scripts), "scripted-server").start();
  }

  SmtpDestination destination() {
    return new SmtpDestination("127.0.0.1", listener.getLocalPort());
  }

  private void serve(Script[] scripts) {
    for (int number = 0; !listener.isClosed(); number++) {
      Script script = scripts[Math.min(number, scripts.length - 1)];
      try {
        Socket socket = listener.accept();
        Thread connection = new Thread(() -> serve(socket, script), "scripted-connection");
        connection.setDaemon(true);
        connection.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      script.run(new Conversation(socket));
    } catch (IOException gone) {
      // The client hung up; what it got before is what the test looks at.
    } catch (AssertionError failure) {
      failures.add(failure);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (!failures.isEmpty()) {
      throw new AssertionError("the scripted server saw something else", failures.get(0));
    }
  }

  /** One connection, seen from the server. */
  final class Conversation {
    private final BufferedReader reader;
    private final OutputStream output;
    private final Socket socket;

    Conversation(Socket socket) throws IOException {
      this.socket = socket;
      socket.setSoTimeout(20_000);
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      output = socket.getOutputStream();
    }

    Conversation say(String... lines) throws IOException {
      output.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      output.flush();
      return this;
    }

    /** The same without a line break at the end. */
    Conversation sayHalf(String octets) throws IOException {
      output.write(octets.getBytes(StandardCharsets.ISO_8859_1));
      output.flush();
      return this;
    }

    /** Sees the client close the connection and say nothing more. */
    void expectEnd() throws IOException {
      int octet = reader.read();
      if (octet >= 0) {
        throw new AssertionError("expected the end but got octet " + octet);
      }
    }

    Conversation expect(String... beginnings) throws IOException {
      for (String beginning : beginnings) {
        String line = reader.readLine();
        if (line == null) {
          throw new IOException("client has gone");
        }
        received.add(line);
        if (!line.startsWith(beginning)) {
          throw new AssertionError("expected '" + beginning + "' but got '" + line + "'");
        }
      }
      return this;
    }

    /** Reads data up to the final dot. */
    List<String> data() throws IOException {
      List<String> lines = new ArrayList<>();
      String line;
      while ((line = reader.readLine()) != null && !line.equals(".")) {
        lines.add(line);
      }
      received.addAll(lines);
      return lines;
    }

    /** Greets and offers PIPELINING and more. */
    Conversation greet(String... extensions) throws IOException {
      say("220 test ESMTP").expect("EHLO client.example");
      List<String> lines = new ArrayList<>();
      lines.add((extensions.length == 0 ? "250 " : "250-") + "test");
      for (int i = 0; i < extensions.length; i++) {
        lines.add((i == extensions.length - 1 ? "250 " : "250-") + extensions[i]);
      }
      return say(lines.toArray(String[]::new));
    }

    /** Takes a mail of one recipient up to its data; all is answered well. */
    Conversation takeEnvelope() throws IOException {
      return expect("MAIL FROM:", "RCPT TO:", "DATA").say("250 ok", "250 ok", "354 go");
    }

    /** Takes a whole mail and answers it with {@code reply}. */
    Conversation takeMail(String reply) throws IOException {
      takeEnvelope().data();
      return say(reply);
    }

    /** Waits until the client closes the connection. */
    void awaitEnd() throws IOException {
      String line;
      while ((line = reader.readLine()) != null) {
        received.add(line);
      }
    }

    /** Closes with a reset instead of an orderly end. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
