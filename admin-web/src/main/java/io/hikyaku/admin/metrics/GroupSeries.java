package io.hikyaku.admin.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The series of one group. */
final class GroupSeries {

  private final MetricRegistry registry;
  private final String group;
  private final List<MetricID> ids = new ArrayList<>();
  private final List<Total> totals = new ArrayList<>();
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

    void tell(GroupFigures figures) {
      long now = value.applyAsLong(figures);
      if (now < told) {
        told = 0; // the group was made anew
      }
      counter.inc(now - told);
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

  void update(GroupFigures now) {
    figures = now;
    totals.forEach(total -> total.tell(now));
  }

  void remove(MetricRegistry from) {
    ids.forEach(from::remove);
  }
}
