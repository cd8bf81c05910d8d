package io.hikyaku.api;

import io.hikyaku.api.management.DeliveryManagement;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.api.mapreduce.Jobs;

/**
 * The way into the store for an application, injected with {@code @Resource}.
 *
 * <p>Thread-safe. One factory serves the whole application; connections are pooled by the server.
 */
public interface QueueConnectionFactory {

  /**
   * Opens a connection handle. Inside a Jakarta transaction everything done through the handle
   * joins it; outside, each operation commits by itself, unless {@link
   * QueueConnection#localTransaction()} is begun.
   *
   * <p>Called by a message-driven bean while it handles a message from this adapter, the handle
   * joins that delivery's own transaction branch, so that consuming and sending commit in one
   * phase.
   *
   * @throws StoreUnavailableException if the adapter is stopped or no connection is free in time
   * @throws AuthenticationException if a user is required and the server gives none, or a wrong one
   */
  QueueConnection getConnection();

  /**
   * The same as a user of the adapter that its configuration names.
   *
   * @throws AuthenticationException if the user is not known or the password is wrong
   */
  QueueConnection getConnection(String user, String password);

  /** The management interface of the cluster this adapter is a member of. */
  QueueManagement management();

  /** The message-driven beans of this node. */
  DeliveryManagement deliveries();

  /** MapReduce in the same cluster: jobs, and the tuple groups they work on. */
  Jobs jobs();
}
