package io.hikyaku.jca;

import io.hikyaku.api.QueueBatchListener;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ApplicationServerInternalException;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** A message-driven bean and its container, which fails where a test wants it to. */
final class TestEndpoints implements MessageEndpointFactory {

  /** The steps of a delivery that can fail. */
  enum Step {
    CREATE,
    BEFORE,
    BEFORE_AFTER_ENLISTING,
    AFTER,
    /** The transaction manager forgets the resource: neither commit nor rollback. */
    NEVER_ASKED,
    RELEASE
  }

  private final TestTransactions transactions;
  private final boolean batch;
  private final boolean transacted;
  private final Consumer<List<ReceivedMessage>> bean;
  private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Step failing;

  private TestEndpoints(
      TestServer server, boolean batch, boolean transacted, Consumer<List<ReceivedMessage>> bean) {
    this.transactions = server.transactions();
    this.batch = batch;
    this.transacted = transacted;
    this.bean = bean;
  }

  static TestEndpoints transacted(TestServer server, Consumer<ReceivedMessage> bean) {
    return new TestEndpoints(server, false, true, messages -> bean.accept(messages.get(0)));
  }

  static TestEndpoints notTransacted(TestServer server, Consumer<ReceivedMessage> bean) {
    return new TestEndpoints(server, false, false, messages -> bean.accept(messages.get(0)));
  }

  static TestEndpoints batch(TestServer server, Consumer<List<ReceivedMessage>> bean) {
    return new TestEndpoints(server, true, true, bean);
  }

  /** The next so many passes of this step fail. */
  TestEndpoints failing(Step step, int times) {
    failures.set(times);
    failing = step;
    return this;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Endpoints made and not released. */
  int open() {
    return open.get();
  }

  private boolean fails(Step step) {
    return failing == step && failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
    if (fails(Step.CREATE)) {
      calls.add("refused");
      throw new RetryableUnavailableException("no bean free");
    }
    calls.add("create");
    open.incrementAndGet();
    return batch ? new BatchEndpoint(resource) : new OneEndpoint(resource);
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource, long timeout)
      throws UnavailableException {
    return createEndpoint(resource);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return transacted;
  }

  @Override
  public String getActivationName() {
    return "test";
  }

  @Override
  public Class<?> getEndpointClass() {
    return batch ? BatchEndpoint.class : OneEndpoint.class;
  }

  private final class OneEndpoint extends Endpoint implements QueueListener {
    OneEndpoint(XAResource resource) {
      super(resource);
    }

    @Override
    public void onMessage(ReceivedMessage message) {
      call(List.of(message));
    }
  }

  private final class BatchEndpoint extends Endpoint implements QueueBatchListener {
    BatchEndpoint(XAResource resource) {
      super(resource);
    }

    @Override
    public void onMessages(List<ReceivedMessage> messages) {
      call(messages);
    }
  }

  private abstract class Endpoint implements MessageEndpoint {

    private final XAResource resource;
    private boolean delivering;

    Endpoint(XAResource resource) {
      this.resource = resource;
    }

    @Override
    public void beforeDelivery(Method method) throws ResourceException {
      calls.add("before");
      if (fails(Step.BEFORE)) {
        throw new ApplicationServerInternalException("before");
      }
      delivering = true;
      if (transacted) {
        transactions.begin();
        try {
          transactions.enlist(resource);
        } catch (XAException e) {
          throw new ApplicationServerInternalException("enlist", e);
        }
      }
      if (fails(Step.BEFORE_AFTER_ENLISTING)) {
        throw new ApplicationServerInternalException("before, enlisted");
      }
    }

    void call(List<ReceivedMessage> messages) {
      calls.add("call");
      try {
        bean.accept(messages);
      } catch (RuntimeException e) {
        if (transacted) {
          transactions.setRollbackOnly();
        }
        throw e;
      }
    }

    @Override
    public void afterDelivery() throws ResourceException {
      calls.add("after");
      delivering = false;
      if (!transacted) {
        return;
      }
      if (fails(Step.NEVER_ASKED)) {
        transactions.suspend();
        return;
      }
      if (fails(Step.AFTER)) {
        transactions.setRollbackOnly();
        endTransaction();
        throw new ApplicationServerInternalException("after");
      }
      endTransaction();
    }

    private void endTransaction() throws ResourceException {
      try {
        transactions.end();
      } catch (XAException e) {
        throw new ApplicationServerInternalException("commit failed", e);
      }
    }

    @Override
    public void release() {
      calls.add("release");
      open.decrementAndGet();
      if (delivering && transacted) {
        // as Jakarta Connectors 2.1 §13.5.6 says: a transaction that was begun is aborted
        delivering = false;
        transactions.setRollbackOnly();
        try {
          endTransaction();
        } catch (ResourceException e) {
          throw new IllegalStateException(e);
        }
      }
      if (fails(Step.RELEASE)) {
        throw new IllegalStateException("release");
      }
    }
  }
}
