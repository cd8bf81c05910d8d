package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Many clients from the network that may have many connections, each of which sends a mail an octet
 * at a time: all of one mail is a minute's work, until they are told to hurry.
 */
final class TricklingClients implements AutoCloseable {

  private static final long PAUSE_NS = 50_000_000;
  private static final int FILLER = 1200;

  /** One of them; replies are looked at, not waited for. */
  private static final class Client {
    private final SocketChannel channel;
    private final byte[] words;
    private final StringBuilder replies = new StringBuilder();
    private int sent;
    private boolean finished;

    Client(SocketChannel channel, byte[] words) {
      this.channel = channel;
      this.words = words;
    }
  }

  private final List<Client> clients = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "trickling-clients");
  private final int envelope;
  private volatile boolean hurry;
  private volatile boolean closed;
  private volatile boolean allInData;
  private volatile int finished;

  TricklingClients(int port, int count, String to) throws IOException {
    String before =
        "EHLO slow.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n";
    envelope = before.length();
    byte[] words =
        (before + "Subject: slow\r\n\r\n" + "x\r\n".repeat(FILLER / 3) + ".\r\nQUIT\r\n")
            .getBytes(US_ASCII);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.bind(new InetSocketAddress(MailStage.FRIEND, 0));
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.configureBlocking(false);
      clients.add(new Client(channel, words));
    }
  }

  /** Begins. The envelope goes out in a few packets, so that the test is not only about that. */
  void trickle() {
    thread.start();
  }

  boolean allInData() {
    return allInData;
  }

  /** How many mails were answered with success. */
  int finished() {
    return finished;
  }

  /** From now on they send as fast as they can. */
  void hurry() {
    hurry = true;
  }

  private void run() {
    ByteBuffer in = ByteBuffer.allocate(4096);
    while (!closed && finished < clients.size()) {
      int done = 0;
      int inData = 0;
      for (Client client : clients) {
        try {
          step(client, in);
        } catch (IOException e) {
          // it is not counted, and the test says how many are missing
          client.sent = client.words.length;
        }
        done += client.finished ? 1 : 0;
        inData += client.sent > envelope ? 1 : 0;
      }
      finished = done;
      allInData = inData == clients.size();
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  private void step(Client client, ByteBuffer in) throws IOException {
    if (client.finished) {
      return;
    }
    in.clear();
    while (client.channel.read(in) > 0) {
      client.replies.append(US_ASCII.decode(in.flip()));
      in.clear();
    }
    client.finished = client.replies.indexOf("\r\n250 2.0.0") >= 0;
    int octets = hurry ? client.words.length : client.sent < envelope ? 16 : 1;
    int length = Math.min(octets, client.words.length - client.sent);
    client.sent += client.channel.write(ByteBuffer.wrap(client.words, client.sent, length));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Client client : clients) {
      client.channel.close();
    }
  }
}
