package io.hikyaku.admin.metrics;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.ServerSettings;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
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
 * their own up to a limit, those of the alphabet's end are added up under {@link #OTHERS}: a
 * thousand groups must not cost a monitoring system a hundred thousand series.
 */
@ApplicationScoped
public class StoreMetrics {

  /** What groups beyond the limit are counted as. */
  static final String OTHERS = "(others)";

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
    Map<String, GroupFigures> figures = bounded(management.groupsHere(), settings.metricGroups());
    Set<String> gone = new HashSet<>(groups.keySet());
    gone.removeAll(figures.keySet());
    gone.forEach(name -> groups.remove(name).remove(registry));
    figures.forEach(
        (name, figure) ->
            groups.computeIfAbsent(name, key -> new GroupSeries(key, registry)).update(figure));
  }

  /** The first groups by name, and one for all others. */
  static Map<String, GroupFigures> bounded(List<GroupStatus> all, int limit) {
    Map<String, GroupFigures> figures = new LinkedHashMap<>();
    Map<String, GroupStatus> sorted = new TreeMap<>();
    all.forEach(group -> sorted.put(group.name(), group));
    List<GroupStatus> others = new ArrayList<>();
    for (GroupStatus group : sorted.values()) {
      if (figures.size() < limit) {
        figures.put(group.name(), GroupFigures.of(group));
      } else {
        others.add(group);
      }
    }
    others.stream()
        .map(GroupFigures::of)
        .reduce(GroupFigures::plus)
        .ifPresent(sum -> figures.put(OTHERS, sum));
    return figures;
  }
}
