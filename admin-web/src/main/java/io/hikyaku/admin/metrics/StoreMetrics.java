package io.hikyaku.admin.metrics;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.ServerSettings;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Metrics of this node, to be added up over the nodes by who reads them. Groups have series of
 * their own up to a limit, those of the alphabet's end are added up by what they are for: a
 * thousand groups must not cost a monitoring system a hundred thousand series.
 */
@ApplicationScoped
public class StoreMetrics {

  /** What groups beyond the limit are counted as: those of applications, ... */
  static final String OTHERS = "(others)";

  /** ... those of dead letters, which rules find by the end of their names, ... */
  static final String OTHERS_DEAD = OTHERS + GroupSettings.DEAD_LETTER_SUFFIX;

  /** ... and those of this server's own parts. */
  static final String OTHERS_OWN = "hikyaku." + OTHERS;

  private final Map<String, GroupSeries> groups = new ConcurrentHashMap<>();
  private final NodeSeries node = new NodeSeries();
  private boolean registered;

  @Inject private Store store;
  @Inject private ServerSettings settings;
  @Inject private MetricRegistry registry;

  /** Brings the metrics up to date; called every few seconds, by one thread at a time. */
  public void refresh() {
    QueueManagement management = store.management();
    ClusterStatus cluster = management.cluster();
    if (!registered) {
      node.register(registry);
      registered = true;
    }
    cluster.nodes().stream()
        .filter(NodeStatus::self)
        .findFirst()
        .ifPresent(self -> node.update(cluster, self));
    Map<String, GroupBucket> buckets = bounded(management.groupsHere(), settings.metricGroups());
    Set<String> gone = new HashSet<>(groups.keySet());
    gone.removeAll(buckets.keySet());
    gone.forEach(name -> groups.remove(name).remove(registry));
    buckets.forEach(
        (name, bucket) ->
            groups.computeIfAbsent(name, key -> new GroupSeries(key, registry)).update(bucket));
  }

  /** The first groups by name, and those for the others. */
  static Map<String, GroupBucket> bounded(List<GroupStatus> all, int limit) {
    Map<String, GroupStatus> sorted = new TreeMap<>();
    all.forEach(group -> sorted.put(group.name(), group));
    Map<String, GroupBucket> buckets = new LinkedHashMap<>();
    for (GroupStatus group : sorted.values()) {
      String name = buckets.size() < limit ? group.name() : others(group.name());
      buckets.merge(name, GroupBucket.of(group), GroupBucket::plus);
    }
    return buckets;
  }

  private static String others(String group) {
    if (group.startsWith("hikyaku.")) {
      return OTHERS_OWN;
    }
    return group.endsWith(GroupSettings.DEAD_LETTER_SUFFIX) ? OTHERS_DEAD : OTHERS;
  }
}
