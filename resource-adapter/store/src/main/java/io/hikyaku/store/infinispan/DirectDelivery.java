package io.hikyaku.store.infinispan;

import java.util.Set;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.protocols.FORK;
import org.jgroups.protocols.FragHeader;
import org.jgroups.protocols.TpHeader;
import org.jgroups.protocols.UnicastHeader3;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.SubmitToThreadPool;

/**
 * Hands pages, their acknowledgements and calls up on the thread that read them from the socket:
 * waking another thread for each costs more than their handling, which never blocks. Whatever
 * protocols say to each other goes to the thread pool as ever, as they may block.
 *
 * <p>A reading thread must not wait for the other side to read, so the stack has no flow control;
 * what is sent is bounded by the windows of those who send, and the bundler never blocks.
 */
final class DirectDelivery extends SubmitToThreadPool {

  private static final Set<Class<?>> APPLICATION_HEADERS =
      Set.of(TpHeader.class, UnicastHeader3.class, FragHeader.class, FORK.ForkHeader.class);

  private static final ThreadLocal<Boolean> DELIVERING = new ThreadLocal<>();

  /** Whether this thread hands up what it read from a socket. */
  static boolean isDelivering() {
    return DELIVERING.get() != null;
  }

  @Override
  public boolean process(Message message, boolean oob) {
    if (!oob || !isApplication(message)) {
      return super.process(message, oob);
    }
    TpHeader header = message.getHeader(tp_id);
    deliver(
        () ->
            tp.passMessageUp(message, header.clusterName(), true, message.getDest() == null, true));
    return true;
  }

  @Override
  public boolean process(MessageBatch batch, boolean oob) {
    if (!oob || !batch.stream().allMatch(DirectDelivery::isApplication)) {
      return super.process(batch, oob);
    }
    deliver(() -> tp.passBatchUp(batch, true, true));
    return true;
  }

  private static void deliver(Runnable delivery) {
    DELIVERING.set(true);
    try {
      delivery.run();
    } finally {
      DELIVERING.remove();
    }
  }

  private static boolean isApplication(Message message) {
    for (Header header : message.getHeaders().values()) {
      if (!APPLICATION_HEADERS.contains(header.getClass())) {
        return false;
      }
    }
    return true;
  }
}
