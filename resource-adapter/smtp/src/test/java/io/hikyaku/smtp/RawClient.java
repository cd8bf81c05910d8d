package io.hikyaku.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A plain socket that speaks lines: a client with nothing of this module in it. */
public final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MS = 20_000;

  private final Socket socket;
  private final BufferedReader reader;

  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  public RawClient send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** The last line of the next reply; null at the end of the connection. */
  public String reply() throws IOException {
    String line = reader.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = reader.readLine();
    }
    return line;
  }

  public RawClient endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  @Override
  public void close() {
    hangUp();
  }

  /** Closes the connection before the end of the test. */
  public void hangUp() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
