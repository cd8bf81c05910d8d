package io.hikyaku.jca;

import io.hikyaku.api.QueueConnectionContract;
import io.hikyaku.api.QueueConnectionFactory;
import jakarta.resource.ResourceException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of connections, on the real store, through the whole adapter. */
class QueueConnectionOnStoreTest extends QueueConnectionContract {

  private static RealAdapter adapter;

  @BeforeAll
  static void start() throws ResourceException {
    adapter = new RealAdapter().start();
  }

  @AfterAll
  static void stop() {
    adapter.close();
  }

  @Override
  protected QueueConnectionFactory factory() {
    try {
      return adapter.factory();
    } catch (ResourceException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected int maxBodyBytes() {
    return RealAdapter.MAX_BODY;
  }
}
