package io.hikyaku.jca;

import io.hikyaku.api.QueueConnectionContract;
import io.hikyaku.api.QueueConnectionFactory;
import jakarta.resource.ResourceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of connections, on the fake store: what the adapter adds to the store. */
class QueueConnectionTest extends QueueConnectionContract {

  private TestAdapter adapter;
  private QueueConnectionFactory factory;

  @BeforeEach
  void start() throws ResourceException {
    adapter = new TestAdapter();
    factory = adapter.factory();
  }

  @AfterEach
  void stop() {
    adapter.close();
  }

  @Override
  protected QueueConnectionFactory factory() {
    return factory;
  }

  @Override
  protected int maxBodyBytes() {
    return FakeStore.MAX_BODY;
  }
}
