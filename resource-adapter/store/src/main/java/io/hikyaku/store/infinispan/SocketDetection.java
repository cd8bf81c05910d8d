package io.hikyaku.store.infinispan;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_SOCK2;

/**
 * Failure detection by sockets that does not give up for good.
 *
 * <p>When two members see each other at the same moment, as after a merge, they connect to each
 * other at the same moment, and both attempts may fail. FD_SOCK2 (JGroups 5.5.2) then keeps the
 * member it could not connect to as the one it watches: told that the suspicion was wrong, it does
 * not try again, and from then on a killed member is noticed by its silence only.
 */
final class SocketDetection extends FD_SOCK2 {

  /** Set by a wrong suspicion, until the next attempt. */
  private volatile boolean retry;

  SocketDetection() {
    // members know a protocol's headers by the id, which goes by the class
    setId(ClassConfigurator.getProtocolId(FD_SOCK2.class));
  }

  @Override
  protected void unsuspect(Address member) {
    super.unsuspect(member);
    retry = true;
  }

  @Override
  protected void connectToNextPingDest(Address suspect) {
    Address next = pingable_mbrs.getNext(local_addr);
    if (!retry || suspect != null || next == null || isConnected()) {
      super.connectToNextPingDest(suspect);
      return;
    }
    retry = false;
    if (!connectTo(next, members)) {
      pingable_mbrs.remove(next);
      broadcastSuspectMessage(List.of(next));
    }
  }

  private boolean isConnected() {
    return State.CONNECTED.name().equals(getClientState());
  }
}
