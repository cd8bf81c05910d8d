package io.hikyaku.jca;

import io.hikyaku.api.QueueConnectionFactory;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** An adapter on the real store in a test server: a cluster of one node. */
final class RealAdapter implements AutoCloseable {

  static final int MAX_BODY = 300_000;

  final TestServer server = new TestServer();
  final HikyakuResourceAdapter adapter = new HikyakuResourceAdapter();

  RealAdapter() throws ResourceException {
    adapter.setClusterName("jca-test-" + ProcessHandle.current().pid());
    adapter.setNodeName("n1");
    adapter.setBindPort(freePort());
    adapter.setCopies(1);
    adapter.setSegments(8);
    adapter.setMaxBodyBytes(MAX_BODY);
    adapter.setStopTimeoutMillis(5000L);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RealAdapter start() throws ResourceException {
    adapter.start(server);
    return this;
  }

  QueueConnectionFactory factory() throws ResourceException {
    QueueManagedConnectionFactory factory = new QueueManagedConnectionFactory();
    factory.setResourceAdapter(adapter);
    return (QueueConnectionFactory) factory.createConnectionFactory();
  }

  @Override
  public void close() {
    adapter.stop();
    server.close();
  }
}
