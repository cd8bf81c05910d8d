package io.hikyaku.store.infinispan;

import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.write.WriteCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.interceptors.BaseCustomAsyncInterceptor;
import org.infinispan.remoting.rpc.RpcManager;
import org.infinispan.remoting.transport.Address;
import org.infinispan.statetransfer.OutdatedTopologyException;

/**
 * Takes no writes of nodes that are members no longer.
 *
 * <p>A node that was stopped for a while and taken for dead does not know it when it goes on; until
 * it is let in again it writes as if all were as before. What it writes would reach some of those
 * who keep the copies now and be acknowledged, though the others, to which its segments are moved
 * just then, never get it (Infinispan 16.1.4; a settle was lost so). Refused, Infinispan tries
 * again when the node has the next topology, which is that with which it is let in.
 */
final class MembersOnly extends BaseCustomAsyncInterceptor {

  private final RpcManager rpc;

  MembersOnly(RpcManager rpc) {
    this.rpc = rpc;
  }

  @Override
  protected Object handleDefault(InvocationContext context, VisitableCommand command)
      throws Throwable {
    Address origin = context.getOrigin();
    if (origin != null && command instanceof WriteCommand && !rpc.getMembers().contains(origin)) {
      throw OutdatedTopologyException.RETRY_NEXT_TOPOLOGY;
    }
    return invokeNext(context, command);
  }
}
