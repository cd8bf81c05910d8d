package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Placement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages that a store would know of: those read when it became the primary of a segment, and
 * those told since. Forgets a segment when it is the primary no longer.
 */
final class ModelIndex implements ClusterListener {

  private final Cluster cluster;
  private final Map<Integer, Set<PageName>> open = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> openings = new ConcurrentHashMap<>();

  ModelIndex(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void changed(List<Member> members, Placement placement) {
    for (int segment = 0; segment < cluster.segments(); segment++) {
      if (!cluster.self().equals(placement.primary(segment))) {
        open.remove(segment);
      } else if (!open.containsKey(segment)) {
        Set<PageName> pages = ConcurrentHashMap.newKeySet();
        open.put(segment, pages);
        openings.merge(segment, 1, Integer::sum);
        cluster.forEachPage(segment, page -> pages.add(page.name()));
      }
    }
  }

  @Override
  public void merged() {
    // a change of placement follows, and that is recorded
  }

  @Override
  public void pageArrived(NamedPage page) {
    written(page.name());
  }

  /** As a store does with what it wrote itself. */
  void written(PageName name) {
    Set<PageName> pages = open.get(name.segment());
    if (pages != null) {
      pages.add(name);
    }
  }

  @Override
  public void tableChanged(Cluster.Table table, String key, byte[] value) {}

  Set<PageName> pages() {
    Set<PageName> all = new HashSet<>();
    open.values().forEach(all::addAll);
    return all;
  }
}
