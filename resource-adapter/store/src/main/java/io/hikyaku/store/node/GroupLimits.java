package io.hikyaku.store.node;

import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageIndex.Usage;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * Keeps groups under their limits in messages and bytes. A primary goes by what it holds itself, by
 * what it has let pass and not stored yet, and by what the other members held when they were asked
 * last. Thread-safe.
 */
final class GroupLimits {

  /** Nothing to give back. */
  static final Runnable NOTHING = () -> {};

  private final GroupRegistry groups;
  private final LongFunction<Usage> storedHere;
  private final Map<Member, Map<Long, Usage>> elsewhere = new ConcurrentHashMap<>();

  /** What was let pass and is not in the index yet. */
  private final Map<Long, Usage> underWay = new ConcurrentHashMap<>();

  /**
   * @param storedHere what a group, by {@link Epoch#group}, holds on this node
   */
  GroupLimits(GroupRegistry groups, LongFunction<Usage> storedHere) {
    this.groups = groups;
    this.storedHere = storedHere;
  }

  /**
   * Lets new messages pass, or refuses all of them.
   *
   * @return to be run when they are stored, or will not be
   * @throws StoreFullException naming the group, its limit and what it holds
   */
  Runnable admit(List<PageRecord> records) {
    if (!groups.anyLimited()) {
      return NOTHING;
    }
    Map<Long, Usage> wanted = null;
    for (PageRecord record : records) {
      if (record instanceof PageRecord.Enqueue enqueue && isLimited(enqueue.epoch())) {
        wanted = wanted == null ? new HashMap<>() : wanted;
        wanted.merge(
            Epoch.group(enqueue.epoch()), new Usage(1, PageCodec.size(record)), GroupLimits::sum);
      }
    }
    if (wanted == null) {
      return NOTHING;
    }
    Map<Long, Usage> reserved = wanted;
    synchronized (underWay) {
      reserved.forEach(this::check);
      reserved.forEach((group, more) -> underWay.merge(group, more, GroupLimits::sum));
    }
    return () -> giveBack(reserved);
  }

  private void giveBack(Map<Long, Usage> reserved) {
    synchronized (underWay) {
      reserved.forEach(
          (group, less) ->
              underWay.computeIfPresent(
                  group,
                  (g, used) ->
                      used.messages() == less.messages()
                          ? null
                          : new Usage(
                              used.messages() - less.messages(), used.bytes() - less.bytes())));
    }
  }

  private boolean isLimited(long epoch) {
    Group group = groups.ofEpoch(epoch);
    return group != null && group.settings().isLimited();
  }

  private void check(long key, Usage more) {
    Group group = groups.ofEpoch(key << 16);
    if (group == null) {
      return;
    }
    GroupSettings settings = group.settings();
    Usage used = sum(storedHere.apply(key), underWay.getOrDefault(key, new Usage(0, 0)));
    for (Map<Long, Usage> other : elsewhere.values()) {
      used = sum(used, other.getOrDefault(key, new Usage(0, 0)));
    }
    if (settings.maxMessages() > 0 && used.messages() + more.messages() > settings.maxMessages()) {
      throw full(group, settings.maxMessages(), "messages", used.messages(), more.messages());
    }
    if (settings.maxBytes() > 0 && used.bytes() + more.bytes() > settings.maxBytes()) {
      throw full(group, settings.maxBytes(), "bytes", used.bytes(), more.bytes());
    }
  }

  private static StoreFullException full(
      Group group, long limit, String unit, long used, long more) {
    return new StoreFullException(
        String.format(
            "not stored: group '%s' may hold %d %s and holds %d, %d more do not fit: let consumers"
                + " catch up, or raise its limit",
            group.name(), limit, unit, used, more));
  }

  private static Usage sum(Usage one, Usage other) {
    return new Usage(one.messages() + other.messages(), one.bytes() + other.bytes());
  }

  /** What limited groups hold on this node. */
  Map<Long, Usage> here() {
    Map<Long, Usage> usage = new HashMap<>();
    for (Group group : groups.all()) {
      if (group.settings().isLimited()) {
        long key = Epoch.group(group.epoch());
        usage.put(key, storedHere.apply(key));
      }
    }
    return usage;
  }

  /** What limited groups hold on another member. */
  void heardOf(Member member, Map<Long, Usage> usage) {
    elsewhere.put(member, usage);
  }

  /** Forgets members that are gone. */
  void membersAre(Collection<Member> members) {
    elsewhere.keySet().retainAll(members);
  }
}
