package io.hikyaku.store.infinispan;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.infinispan.distribution.ch.impl.ConsistentHashFactory;
import org.infinispan.distribution.ch.impl.DefaultConsistentHash;
import org.infinispan.distribution.ch.impl.SyncConsistentHashFactory;
import org.infinispan.protostream.ProtobufTagMarshaller;
import org.infinispan.remoting.transport.Address;

/**
 * Places segments as {@link SyncConsistentHashFactory} does, but none at members that are drained.
 * Infinispan fixes a member's capacity when it joins; here it becomes zero, and the usual rebalance
 * moves what the member has.
 *
 * <p>The coordinator works with a copy of the factory that came over the network, so that what is
 * drained cannot be a field of it: it is kept per process, by the incarnations of members, which
 * are unique.
 */
final class DrainableConsistentHashFactory implements ConsistentHashFactory<DefaultConsistentHash> {

  static final DrainableConsistentHashFactory INSTANCE = new DrainableConsistentHashFactory();

  private static final Set<Long> DRAINED = ConcurrentHashMap.newKeySet();

  private static final SyncConsistentHashFactory PLACING = SyncConsistentHashFactory.getInstance();

  private DrainableConsistentHashFactory() {}

  static void drained(long incarnation, boolean drained) {
    if (drained) {
      DRAINED.add(incarnation);
    } else {
      DRAINED.remove(incarnation);
    }
  }

  @Override
  public DefaultConsistentHash create(
      int owners, int segments, List<Address> members, Map<Address, Float> capacities) {
    return PLACING.create(owners, segments, members, undrained(members, capacities));
  }

  @Override
  public DefaultConsistentHash updateMembers(
      DefaultConsistentHash base, List<Address> members, Map<Address, Float> capacities) {
    return PLACING.updateMembers(base, members, undrained(members, capacities));
  }

  @Override
  public DefaultConsistentHash rebalance(DefaultConsistentHash base) {
    return PLACING.rebalance(base);
  }

  @Override
  public DefaultConsistentHash union(DefaultConsistentHash one, DefaultConsistentHash other) {
    return PLACING.union(one, other);
  }

  /** If all are drained, none is: someone must hold the messages. */
  private static Map<Address, Float> undrained(
      List<Address> members, Map<Address, Float> capacities) {
    if (DRAINED.isEmpty()) {
      return capacities;
    }
    Map<Address, Float> changed = new HashMap<>();
    boolean any = false;
    for (Address member : members) {
      boolean drained = DRAINED.contains(MemberCodec.member(member).incarnation());
      float capacity = capacities == null ? 1 : capacities.getOrDefault(member, 1f);
      changed.put(member, drained ? 0f : capacity);
      any |= !drained && capacity > 0;
    }
    return any ? changed : capacities;
  }

  /** Nothing goes over the network but which class it is. */
  static final class Marshaller implements ProtobufTagMarshaller<DrainableConsistentHashFactory> {

    @Override
    public DrainableConsistentHashFactory read(ReadContext context) throws IOException {
      for (int tag = context.getReader().readTag(); tag != 0; tag = context.getReader().readTag()) {
        context.getReader().skipField(tag);
      }
      return INSTANCE;
    }

    @Override
    public void write(WriteContext context, DrainableConsistentHashFactory factory) {
      // nothing to say
    }

    @Override
    public Class<? extends DrainableConsistentHashFactory> getJavaClass() {
      return DrainableConsistentHashFactory.class;
    }

    @Override
    public String getTypeName() {
      return "hikyaku.Placing";
    }
  }
}
