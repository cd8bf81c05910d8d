package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Placement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a cluster told. */
final class Recorder implements ClusterListener {

  final List<Placement> placements = new CopyOnWriteArrayList<>();
  final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  final Set<PageName> arrived = ConcurrentHashMap.newKeySet();
  final Map<String, String> tables = new ConcurrentHashMap<>();
  final List<String> tableCalls = new CopyOnWriteArrayList<>();
  final ModelIndex index;
  volatile List<Member> members = List.of();

  Recorder(ModelIndex index) {
    this.index = index;
  }

  @Override
  public void changed(List<Member> members, Placement placement) {
    threads.add(Thread.currentThread());
    this.members = members;
    placements.add(placement);
    index.changed(members, placement);
  }

  @Override
  public void merged() {
    // a change of placement follows, and that is recorded
  }

  @Override
  public void pageArrived(NamedPage page) {
    arrived.add(page.name());
    index.pageArrived(page);
  }

  @Override
  public void tableChanged(Cluster.Table table, String key, byte[] value) {
    threads.add(Thread.currentThread());
    String text = value == null ? null : new String(value, StandardCharsets.UTF_8);
    tableCalls.add(table + "/" + key + "=" + text);
    if (text == null) {
      tables.remove(table + "/" + key);
    } else {
      tables.put(table + "/" + key, text);
    }
  }
}
