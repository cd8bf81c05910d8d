package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.AdvancedCache;
import org.infinispan.distribution.DistributionInfo;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.infinispan.remoting.transport.Address;
import org.infinispan.topology.CacheTopology;

/**
 * Follows the topology of the pages cache and makes placements of it.
 *
 * <p>Infinispan moves segments in phases. In each, the primary that we report is {@link
 * DistributionInfo#primary()}, the first owner for <em>reads</em>. It has all pages of the segment,
 * and it is also the one that writes go to first (Infinispan 16.1.4, {@code
 * LocalTopologyManagerImpl.doHandleTopologyUpdate} and {@code LocalizedCacheTopology}):
 *
 * <ul>
 *   <li>NO_REBALANCE: reads and writes go to the current owners.
 *   <li>READ_OLD_WRITE_ALL, while data travel: reads go to the current owners; writes to current
 *       and future ones, the current primary first.
 *   <li>READ_ALL_WRITE_ALL, when all future owners have their data: still the old primary first.
 *   <li>READ_NEW_WRITE_ALL: reads go to the future owners, which now come first for writes too:
 *       here the primary changes, to a member that got all pages two phases before.
 *   <li>CONFLICT_RESOLUTION, after a split: the owners of both sides, those of the preferred side
 *       first. What the other side has arrives by the resolution ({@link ArrivalInterceptor}).
 * </ul>
 *
 * <p>Owners are reported as those written to, so during a rebalance there are more than copies. The
 * version of a placement is Infinispan's topology id: equal on all members for the same topology.
 */
@Listener
public final class TopologyWatcher {

  private final AdvancedCache<byte[], byte[]> pages;
  private final Notifier notifier;
  private final Map<Address, Member> known = new ConcurrentHashMap<>();

  private LocalizedCacheTopology seen;
  private volatile State state = new State(List.of(), Placement.NONE);

  TopologyWatcher(AdvancedCache<byte[], byte[]> pages, Notifier notifier) {
    this.pages = pages;
    this.notifier = notifier;
  }

  /**
   * Called by Infinispan, before and after it installs a topology; must not block it. Every
   * topology is told, none skipped: a primary that lost a segment in between and got it back has to
   * read it again.
   */
  @TopologyChanged
  public void topologyChanged(TopologyChangedEvent<Object, Object> event) {
    if (!event.isPre()) {
      publish();
    }
  }

  /** Tells the listener of the state there is now. */
  void publish() {
    State current = current();
    notifier.tell(listener -> listener.changed(current.members(), current.placement()));
  }

  List<Member> members() {
    return current().members();
  }

  Placement placement() {
    return current().placement();
  }

  boolean rebalancing() {
    LocalizedCacheTopology topology = topology();
    return topology.getPendingCH() != null
        || topology.getPhase() != CacheTopology.Phase.NO_REBALANCE;
  }

  boolean degraded() {
    return pages.getAvailability() != AvailabilityMode.AVAILABLE;
  }

  /**
   * Whether a page that came to a segment may be missing in the index of this member: it is the
   * primary now; or a split is being healed and it may have been, or may become it.
   */
  boolean concerns(int segment) {
    LocalizedCacheTopology topology = topology();
    return topology.getSegmentDistribution(segment).isPrimary()
        || topology.getPhase() == CacheTopology.Phase.CONFLICT_RESOLUTION;
  }

  private LocalizedCacheTopology topology() {
    return pages.getDistributionManager().getCacheTopology();
  }

  /** Computes a placement only when Infinispan has a new topology, which is a new object. */
  @SuppressWarnings("ReferenceEquality")
  private State current() {
    LocalizedCacheTopology topology = topology();
    synchronized (known) {
      if (topology != seen) {
        // the topology id is the same on all members; Infinispan lets none in that is not higher,
        // and after a split goes on above the highest of both sides
        int version = Math.max(topology.getTopologyId(), state.placement().version());
        List<Address> addresses = topology.getActualMembers();
        List<List<Member>> owners = new ArrayList<>(topology.getNumSegments());
        for (int segment = 0; segment < topology.getNumSegments(); segment++) {
          owners.add(owners(topology.getSegmentDistribution(segment)));
        }
        state =
            new State(
                addresses.stream().map(this::member).toList(),
                new Placement(
                    version,
                    List.copyOf(owners),
                    topology.getPhase() == CacheTopology.Phase.CONFLICT_RESOLUTION));
        known.keySet().retainAll(addresses);
        seen = topology;
      }
      return state;
    }
  }

  private List<Member> owners(DistributionInfo info) {
    List<Member> owners = new ArrayList<>(info.writeOwners().size());
    if (info.primary() != null) {
      owners.add(member(info.primary()));
    }
    for (Address owner : info.writeOwners()) {
      if (!owner.equals(info.primary())) {
        owners.add(member(owner));
      }
    }
    return List.copyOf(owners);
  }

  private Member member(Address address) {
    return known.computeIfAbsent(address, MemberCodec::member);
  }

  private record State(List<Member> members, Placement placement) {}
}
