package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.ClusterListener;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.event.MergeEvent;

/** Tells that parts of a cluster which went on by themselves are one again. */
@Listener
public final class MergeWatcher {

  private final Notifier notifier;

  MergeWatcher(Notifier notifier) {
    this.notifier = notifier;
  }

  /** Called by Infinispan before the topologies of the parts are merged; must not block it. */
  @Merged
  public void merged(MergeEvent event) {
    notifier.tell(ClusterListener::merged);
  }
}
