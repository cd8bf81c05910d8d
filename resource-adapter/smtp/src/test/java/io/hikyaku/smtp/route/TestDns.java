package io.hikyaku.smtp.route;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback with the records a test gives it; real packets over UDP. */
public final class TestDns implements AutoCloseable {

  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile int failWith = Rcode.NOERROR;

  public TestDns() throws IOException {
    Thread thread = new Thread(this::serve, "test-dns");
    thread.setDaemon(true);
    thread.start();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  /** Adds a record, as {@code "example.test.", "MX", "10 mx.example.test."}. */
  public TestDns add(String name, String type, String data) throws IOException {
    Name at = Name.fromString(name);
    records.add(Record.fromString(at, Type.value(type), DClass.IN, 60, data, Name.root));
    return this;
  }

  /** Answers everything with this code from here on. */
  public void fail(int rcode) {
    failWith = rcode;
  }

  public int questions() {
    return questions.get();
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] question = new byte[packet.getLength()];
        System.arraycopy(packet.getData(), 0, question, 0, question.length);
        byte[] answer = answer(new Message(question)).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private Message answer(Message question) {
    questions.incrementAndGet();
    Record asked = question.getQuestion();
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(asked, Section.QUESTION);
    answer.getHeader().setRcode(failWith);
    if (failWith != Rcode.NOERROR) {
      return answer;
    }
    List<Record> ofName = new ArrayList<>();
    for (Record record : records) {
      if (record.getName().equals(asked.getName())) {
        ofName.add(record);
      }
    }
    if (ofName.isEmpty()) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    for (Record record : ofName) {
      if (record.getType() == asked.getType()) {
        answer.addRecord(record, Section.ANSWER);
      }
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
