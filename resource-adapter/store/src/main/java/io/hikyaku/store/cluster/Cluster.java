package io.hikyaku.store.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A cluster of stores and the pages replicated in it. Thread-safe. No method blocks on the network
 * unless it says so.
 */
public interface Cluster extends AutoCloseable {

  /** This member. */
  Member self();

  /** Who is there now, this member included, in the cluster's order. */
  List<Member> members();

  /** How many segments there are: 0 to this minus 1; equal on all members. */
  int segments();

  /** Where segments are now. */
  Placement placement();

  /**
   * Starts telling the listener of changes, beginning with the present state. Called once, before
   * anything else is asked of the cluster.
   *
   * @param handler answers the calls of other members
   */
  void start(ClusterListener listener, CallHandler handler);

  /**
   * Stores pages at their segments' owners and removes settled ones, in one replicated operation.
   * All segments must have this member as their primary. The stage completes when every owner has
   * done it. Idempotent: storing the same page again and removing what is gone do no harm. Fails
   * when an owner did not answer in time; some pages may be stored at some owners then, and the
   * caller may try again.
   */
  CompletionStage<Void> write(List<NamedPage> pages, Collection<Removal> removals);

  /**
   * Reads the pages of a segment that are stored here, and the tombstones of removed ones. Blocks,
   * on local memory only; the arrays are those stored, not copies.
   */
  void forEachPage(int segment, Consumer<NamedPage> action);

  /**
   * A small table replicated to all members: groups, intents, jobs. Made at the start, before the
   * pages.
   */
  ReplicatedTable table(Table table);

  /**
   * Calls a member.
   *
   * @return its answer; fails with {@link MemberLeftException} if it left before answering, or a
   *     {@link java.util.concurrent.TimeoutException} past the operation timeout: in both cases it
   *     may have acted
   */
  CompletionStage<byte[]> call(Member member, byte[] request);

  /**
   * Blocks of tuples.
   *
   * @param copies of each block, 1 or 2, the first included
   */
  Blocks blocks(int copies);

  /**
   * Which members are to hold no pages and blocks; replaces what was said before. All members must
   * be told the same. Returns at once; {@link #placement} says how far it is.
   *
   * @param incarnations of these members; if it is all of them, all hold pages
   */
  void drain(Set<Long> incarnations);

  /**
   * Sets whether pages are copied and moved when members come and go, on all members. Blocks.
   *
   * @throws io.hikyaku.api.StoreUnavailableException if the cluster's coordinator does not answer
   */
  void rebalancingEnabled(boolean enabled);

  /** Whether copies are being made now. */
  boolean rebalancing();

  /** Whether this side of a split may not go on. */
  boolean degraded();

  /** Leaves. Blocks until it is done. */
  @Override
  void close();

  /** The tables there are. */
  enum Table {
    GROUPS,
    INTENTS,
    /** Tuple groups, and which attempts at writing to them count. */
    TUPLES,
    /** The state of jobs. */
    JOBS,
    /** What administrators decided of members. */
    NODES;

    /** Whether {@link ClusterListener#tableChanged} tells of it; the others are to be watched. */
    public boolean told() {
      return this == GROUPS || this == INTENTS || this == NODES;
    }
  }
}
