package io.hikyaku.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Postfix's smtp-sink: a server that takes mail, refuses, delays and drops as it is told. */
final class Sink implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(20);

  private static final String LOOPBACK = "127.0.0.1";

  private final String address;
  private final int port;
  private final Path counter;
  private final Process process;

  /** With faults by the options of smtp-sink(1). */
  Sink(int port, String... options) {
    this(LOOPBACK, port, options);
  }

  /** On another address of this machine. */
  Sink(String address, int port, String... options) {
    this.address = address;
    this.port = port;
    try {
      counter = Files.createTempFile("sink", ".count");
      List<String> command = new ArrayList<>(List.of("smtp-sink"));
      if (System.getProperty("user.name").equals("root")) {
        command.addAll(List.of("-u", "nobody"));
      }
      command.add("-c");
      command.addAll(List.of(options));
      command.addAll(List.of(address + ":" + port, "2000"));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(counter.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("smtp-sink on port " + port).atMost(START).until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Mails that have arrived. */
  int mails() {
    try {
      String text = Files.readString(counter, StandardCharsets.ISO_8859_1);
      int at = text.lastIndexOf("mesg=");
      return at < 0 ? 0 : Integer.parseInt(text.substring(at + 5).replaceAll("(?s)\\D.*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      int unused = process.waitFor();
      Files.deleteIfExists(counter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
