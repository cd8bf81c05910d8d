package io.hikyaku.store.node;

import io.hikyaku.store.Lease;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.index.Holder;
import io.hikyaku.store.index.LeaseIndex;
import io.hikyaku.store.index.MessageLease;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Brings leases back to the primary of their segment, here or elsewhere, until it is done. */
final class Releases {

  private static final long RETRY_MILLIS = 50;

  private final Cluster cluster;
  private final Ownership ownership;
  private final LeaseIndex index;
  private final ScheduledExecutorService timer;

  Releases(Cluster cluster, Ownership ownership, LeaseIndex index, ScheduledExecutorService timer) {
    this.cluster = cluster;
    this.ownership = ownership;
    this.index = index;
    this.timer = timer;
  }

  void release(List<? extends Lease> leases, boolean failed, String reason) {
    MessageLease.bySegment(leases)
        .forEach((segment, ids) -> release(new ReleaseCodec.Release(segment, failed, reason, ids)));
  }

  private void release(ReleaseCodec.Release release) {
    Member self = cluster.self();
    if (releaseHere(self, release)) {
      return;
    }
    Member primary = ownership.placement().primary(release.segment());
    if (primary == null || primary.equals(self)) {
      retry(release);
      return;
    }
    cluster
        .call(primary, ReleaseCodec.encode(release))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null || answer[0] == 0) {
                retry(release);
              } else {
                index.awayLeaseEnded(release.segment(), release.ids());
              }
            });
  }

  private void retry(ReleaseCodec.Release release) {
    timer.schedule(() -> release(release), RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes leases back that a member held; false if their segment is not open here. */
  boolean releaseHere(Member holder, ReleaseCodec.Release release) {
    return index.release(
        release.segment(),
        release.ids(),
        Holder.consumer(holder.incarnation()),
        release.failed(),
        release.reason());
  }
}
