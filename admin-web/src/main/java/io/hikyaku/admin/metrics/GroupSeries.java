package io.hikyaku.admin.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The series of one group, or of several added up. Updated by one thread at a time. */
final class GroupSeries {

  private final MetricRegistry registry;
  private final String group;
  private final List<MetricID> ids = new ArrayList<>();
  private final List<Total> totals = new ArrayList<>();
  private Set<String> names = Set.of();
  private volatile GroupFigures figures =
      new GroupFigures(0, 0, 0, 0, 0, 0, false, 0, 0, 0, 0, 0, 0);

  /** A total that grows, told to a counter by what it grew. */
  private static final class Total {
    private final Counter counter;
    private final ToLongFunction<GroupFigures> value;
    private long told;

    Total(Counter counter, ToLongFunction<GroupFigures> value) {
      this.counter = counter;
      this.value = value;
    }

    /**
     * Tells a counter.
     *
     * @param same whether it is the sum over the same groups as before
     * @param alone whether that is one group
     */
    void tell(GroupFigures figures, boolean same, boolean alone) {
      long now = value.applyAsLong(figures);
      if (now < told && alone) {
        told = 0; // the group was made anew
      }
      if (same && now > told) {
        counter.inc(now - told); // of other groups it would be what they counted long ago
      }
      told = now;
    }
  }

  GroupSeries(String group, MetricRegistry registry) {
    this.group = group;
    this.registry = registry;
    String messages = "hikyaku_group_messages";
    String stored = "Messages for which this node is the primary";
    gauge(messages, stored, GroupFigures::ready, new Tag("state", "ready"));
    gauge(messages, stored, GroupFigures::delayed, new Tag("state", "delayed"));
    gauge(messages, stored, GroupFigures::inFlight, new Tag("state", "in_flight"));
    gauge("hikyaku_group_bytes", "Bytes of these messages", GroupFigures::bytes);
    gauge(
        "hikyaku_group_oldest_age_seconds",
        "Age of the oldest of these messages",
        GroupFigures::oldestAgeSeconds);
    gauge("hikyaku_group_consumers", "Consumers that wait here", GroupFigures::consumers);
    gauge("hikyaku_group_paused", "Whether the group is paused", f -> f.paused() ? 1 : 0);
    total("hikyaku_group_enqueued", "Messages taken", GroupFigures::enqueued);
    total("hikyaku_group_settled", "Messages consumed", GroupFigures::settled);
    total("hikyaku_group_redelivered", "Deliveries after the first", GroupFigures::redelivered);
    total("hikyaku_group_dead", "Messages that failed too often or expired", GroupFigures::dead);
    total("hikyaku_group_expired", "Messages that expired", GroupFigures::expired);
    total("hikyaku_group_discarded", "Dead messages not kept", GroupFigures::discarded);
  }

  private void gauge(String name, String help, ToDoubleFunction<GroupFigures> value, Tag... more) {
    Tag[] tags = tags(more);
    Metadata metadata = Metadata.builder().withName(name).withDescription(help).build();
    registry.gauge(metadata, () -> value.applyAsDouble(figures), tags);
    ids.add(new MetricID(name, tags));
  }

  private void total(String name, String help, ToLongFunction<GroupFigures> value) {
    Tag[] tags = tags();
    Metadata metadata = Metadata.builder().withName(name).withDescription(help).build();
    totals.add(new Total(registry.counter(metadata, tags), value));
    ids.add(new MetricID(name, tags));
  }

  private Tag[] tags(Tag... more) {
    // all series of a name must have the same labels
    Tag[] tags = new Tag[more.length + 1];
    tags[0] = new Tag("group", group);
    System.arraycopy(more, 0, tags, 1, more.length);
    return tags;
  }

  void update(GroupBucket now) {
    figures = now.figures();
    boolean same = names.isEmpty() || names.equals(now.names());
    names = now.names();
    totals.forEach(total -> total.tell(now.figures(), same, now.names().size() == 1));
  }

  void remove(MetricRegistry from) {
    ids.forEach(from::remove);
  }
}
