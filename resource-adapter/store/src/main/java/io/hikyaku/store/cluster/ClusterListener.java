package io.hikyaku.store.cluster;

import java.util.List;

/**
 * Told of changes. Calls come one at a time, in order, on a thread of the cluster that must not be
 * blocked.
 */
public interface ClusterListener {

  /**
   * Members or the placement of segments changed. Several changes may come as one.
   *
   * @param members who is there now
   * @param placement where segments are now
   */
  void changed(List<Member> members, Placement placement);

  /**
   * Parts of the cluster that went on by themselves are one again, after a split or because each
   * was founded before it saw the others. A change of placement follows.
   */
  void merged();

  /**
   * A page was stored here: by this member, before its copies have it, or later than this member
   * waited for; by one that was the primary of the segment before; or by a merge after a split.
   * Calls may come on several threads at once, and may be missed around a change of placement:
   * {@link Cluster#forEachPage} is the source of truth.
   */
  void pageArrived(NamedPage page);

  /** An entry of a table was stored (value) or removed (null), here or by another member. */
  void tableChanged(Cluster.Table table, String key, byte[] value);
}
