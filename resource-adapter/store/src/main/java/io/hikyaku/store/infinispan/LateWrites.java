package io.hikyaku.store.infinispan;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.write.WriteCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.interceptors.BaseCustomAsyncInterceptor;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.infinispan.remoting.transport.Address;
import org.infinispan.statetransfer.OutdatedTopologyException;

/**
 * Refuses writes that a node began before the others took it for dead.
 *
 * <p>A node that was stopped for a while does not know what happened when it goes on; until it has
 * the topology with which it is let in again, it writes as if all were as before. Infinispan
 * (16.1.4) does what such a write says to a copy, however old the topology is that it names: {@code
 * BackupWriteCommand} waits for newer topologies only. So it reached some copies of today and not
 * others, and was acknowledged: a page lay with a member that was not its segment's primary,
 * unknown to the index, and what it held was delivered again when that member became the primary.
 *
 * <p>Refused, Infinispan tries again when the node has the next topology. The same goes for writes
 * of others to this node from before it was itself out: what they wrote then is elsewhere.
 */
@Listener
public final class LateWrites extends BaseCustomAsyncInterceptor {

  private final Address self;

  /**
   * Of members that were lost, the first topology without them; writes of earlier ones are late.
   */
  private final Map<Address, Integer> firstWithout = new ConcurrentHashMap<>();

  LateWrites(Address self) {
    this.self = self;
  }

  /**
   * Called by Infinispan before and after it installs a topology; must not block it. Before, as the
   * first write of the new topology may come at once.
   */
  @TopologyChanged
  public void topologyChanged(TopologyChangedEvent<Object, Object> event) {
    if (event.isPre() && event.getWriteConsistentHashAtStart() != null) {
      topologyChanges(
          event.getWriteConsistentHashAtStart().getMembers(),
          event.getWriteConsistentHashAtEnd().getMembers(),
          event.getNewTopologyId());
    }
  }

  void topologyChanges(List<Address> before, List<Address> after, int topologyId) {
    for (Address member : before) {
      if (!after.contains(member)) {
        firstWithout.put(member, topologyId);
      }
    }
  }

  @Override
  protected Object handleDefault(InvocationContext context, VisitableCommand command)
      throws Throwable {
    if (context.getOrigin() != null
        && command instanceof WriteCommand write
        && (isLate(context.getOrigin(), write) || isLate(self, write))) {
      throw OutdatedTopologyException.RETRY_NEXT_TOPOLOGY;
    }
    return invokeNext(context, command);
  }

  private boolean isLate(Address member, WriteCommand write) {
    return write.getTopologyId() < firstWithout.getOrDefault(member, Integer.MIN_VALUE);
  }
}
