package io.hikyaku.jca;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.management.GroupSettings;
import jakarta.resource.ResourceException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An adapter on a fake store in a test server, for one test. */
final class TestAdapter implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  final FakeStore store = new FakeStore();
  final TestServer server = new TestServer();
  final HikyakuResourceAdapter adapter = new HikyakuResourceAdapter(configuration -> store);

  TestAdapter() throws ResourceException {
    this(adapter -> {});
  }

  /** With other properties. */
  TestAdapter(Consumer<HikyakuResourceAdapter> properties) throws ResourceException {
    int number = COUNT.incrementAndGet();
    adapter.setNodeName("test-" + number);
    adapter.setBindPort(number);
    adapter.setStopTimeoutMillis(1000L);
    adapter.setOperationTimeoutMillis(1000L);
    properties.accept(adapter);
    adapter.start(server);
    store.createGroup("in", GroupSettings.spread());
    store.createGroup("out", GroupSettings.spread());
  }

  AdapterRuntime runtime() {
    return adapter.runtime().orElseThrow();
  }

  QueueManagedConnectionFactory managedFactory() throws ResourceException {
    QueueManagedConnectionFactory factory = new QueueManagedConnectionFactory();
    factory.setResourceAdapter(adapter);
    return factory;
  }

  QueueConnectionFactory factory() throws ResourceException {
    return (QueueConnectionFactory) managedFactory().createConnectionFactory();
  }

  /** A factory whose connections are enlisted in the transaction of the thread, as by a server. */
  QueueConnectionFactory enlistingFactory() throws ResourceException {
    return (QueueConnectionFactory)
        managedFactory().createConnectionFactory(new EnlistingManager(server.transactions()));
  }

  QueueActivationSpec activate(TestEndpoints endpoints, String group, int concurrency)
      throws ResourceException {
    QueueActivationSpec spec = new QueueActivationSpec();
    spec.setGroup(group);
    spec.setConcurrency(concurrency);
    adapter.endpointActivation(endpoints, spec);
    return spec;
  }

  @Override
  public void close() {
    adapter.stop();
    server.close();
  }
}
