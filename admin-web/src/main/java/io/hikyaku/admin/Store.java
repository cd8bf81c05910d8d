package io.hikyaku.admin;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The way to the adapter.
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
public class Store {

  static final String REFERENCE = "hikyaku/QueueConnectionFactory";

  private volatile String nodeName = "";

  /**
   * The adapter's factory.
   *
   * @throws StoreUnavailableException if the adapter is not there or has not started
   */
  @SuppressWarnings("BanJNDI") // a constant name in the component's own name space: no input in it
  public QueueConnectionFactory factory() {
    try {
      return (QueueConnectionFactory) new InitialContext().lookup("java:comp/env/" + REFERENCE);
    } catch (NamingException e) {
      throw new StoreUnavailableException(
          "the resource adapter cannot be reached under hikyaku/QueueConnectionFactory: see the"
              + " server's log for why it did not start",
          e);
    }
  }

  /**
   * The management interface.
   *
   * @throws StoreUnavailableException if the adapter is not there or has not started
   */
  public QueueManagement management() {
    return factory().management();
  }

  /** How many messages a group holds; none if there is no group of this name. */
  public long depth(String group) {
    try {
      return management().group(group).depth();
    } catch (UnknownGroupException e) {
      return 0;
    }
  }

  /** The name of this node; empty while the store is not there. */
  public String nodeName() {
    if (nodeName.isEmpty()) {
      try {
        nodeName =
            management().cluster().nodes().stream()
                .filter(NodeStatus::self)
                .map(NodeStatus::name)
                .findFirst()
                .orElse("");
      } catch (QueueException e) {
        return "";
      }
    }
    return nodeName;
  }
}
