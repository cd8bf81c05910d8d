package io.hikyaku.store;

import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a service that runs on every node of the store needs to agree with itself: members, a small
 * replicated table for its state, and calls. Thread-safe; nothing here blocks.
 */
public interface Coordination {

  /** This node. */
  Member self();

  /** The nodes that are there, in the cluster's order: the first is the eldest. */
  List<Member> members();

  /** The service's state, held whole by every node. */
  ReplicatedTable table();

  /**
   * Calls the service of another node, or of this one.
   *
   * @return its answer; fails as {@link io.hikyaku.store.cluster.Cluster#call} says, and if the
   *     node has no such service
   */
  CompletionStage<byte[]> call(Member member, byte[] request);

  /** Lets a handler answer from here on; null: none. */
  void onCall(CallHandler handler);
}
