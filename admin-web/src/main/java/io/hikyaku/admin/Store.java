package io.hikyaku.admin;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.QueueManagement;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The way to the adapter's management interface.
 *
 * <p>The factory is looked up at each use and not injected: while the adapter cannot start,
 * injection would fail this whole application with a stack trace, where the status can say what is
 * wrong.
 */
@ApplicationScoped
@Resource(
    name = Store.REFERENCE,
    lookup = "hikyaku/QueueConnectionFactory",
    type = QueueConnectionFactory.class)
class Store {

  static final String REFERENCE = "hikyaku/QueueConnectionFactory";

  /**
   * The management interface.
   *
   * @throws StoreUnavailableException if the adapter is not there or has not started
   */
  @SuppressWarnings("BanJNDI") // a constant name in the component's own name space: no input in it
  QueueManagement management() {
    try {
      Object factory = new InitialContext().lookup("java:comp/env/" + REFERENCE);
      return ((QueueConnectionFactory) factory).management();
    } catch (NamingException e) {
      throw new StoreUnavailableException(
          "the resource adapter cannot be reached under hikyaku/QueueConnectionFactory: see the"
              + " server's log for why it did not start",
          e);
    }
  }
}
