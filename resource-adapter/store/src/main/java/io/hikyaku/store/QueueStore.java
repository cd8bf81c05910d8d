package io.hikyaku.store;

import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One node of the replicated queue store. Needs no application server. Thread-safe, but for the
 * units of work it gives out.
 */
public interface QueueStore extends AutoCloseable {

  /** Groups, nodes and the state of the cluster. */
  QueueManagement management();

  /** Starts a unit of work: sends and settles that take effect together. */
  UnitOfWork begin();

  /**
   * Leases messages as soon as there is at least one; nothing polls meanwhile. In a keyed group all
   * of a batch have the same key.
   *
   * <p>The future is completed on a thread of the store: what hangs on it must not block.
   * Cancelling it ends the wait; a message that arrives at that moment is not lost, it goes to the
   * next consumer. When the store stops, it completes with {@link StoreUnavailableException}.
   *
   * @param max how many at the most, 1 or more
   * @return one to {@code max} leases; each ends by {@link UnitOfWork#settle} or {@link #release}
   * @throws UnknownGroupException if no group has this name
   */
  CompletableFuture<List<Lease>> receive(String group, int max);

  /**
   * As {@link #receive(String, int)}, blocking.
   *
   * @return empty if none came in time or the thread was interrupted (its flag stays set)
   */
  List<Lease> receive(String group, int max, Duration wait);

  /**
   * Returns leased messages to the head of their queue.
   *
   * @param failed whether this counts as a failed delivery: the delivery count is raised, and past
   *     the group's limit the message goes to the dead letters with {@code reason}
   * @param reason why, for the dead letter; may be null
   */
  void release(List<Lease> leases, boolean failed, String reason);

  /** Messages waiting on this node, in the order they would be taken; none is disturbed. */
  List<ReceivedMessage> browse(String group, int limit);

  /** Prepared branches of transactions. */
  PreparedBranches branches();

  /** The tuple groups of the same cluster. */
  TupleStore tuples();

  /** What a service on every node needs, such as that of jobs; one service at a time. */
  Coordination coordination();

  /**
   * Leaves the cluster: stops giving out messages, waits for leases to end and for a running
   * rebalance, both within {@link StoreConfiguration#stopTimeout()}, hands over and closes.
   */
  @Override
  void close();
}
