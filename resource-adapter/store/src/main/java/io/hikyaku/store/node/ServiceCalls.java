package io.hikyaku.store.node;

import io.hikyaku.store.Coordination;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls of parts of the node that the queues know nothing of: its service, its tuple store. */
final class ServiceCalls implements Coordination {

  private final Cluster cluster;
  private volatile CallHandler handler;

  ServiceCalls(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Member self() {
    return cluster.self();
  }

  @Override
  public List<Member> members() {
    return cluster.members();
  }

  @Override
  public ReplicatedTable table() {
    return cluster.table(Cluster.Table.JOBS);
  }

  @Override
  public CompletionStage<byte[]> call(Member member, byte[] request) {
    return member.equals(cluster.self())
        ? handle(member, ByteBuffer.wrap(request))
        : call(NodeCall.SERVICE, member, ByteBuffer.wrap(request));
  }

  @Override
  public void onCall(CallHandler newHandler) {
    handler = newHandler;
  }

  /** Calls the tuple store of a member. */
  CompletionStage<byte[]> callTuples(Member member, ByteBuffer request) {
    return call(NodeCall.TUPLES, member, request);
  }

  private CompletionStage<byte[]> call(NodeCall call, Member member, ByteBuffer request) {
    byte[] bytes = new byte[1 + request.remaining()];
    bytes[0] = call.code();
    request.get(bytes, 1, request.remaining());
    return cluster.call(member, bytes);
  }

  /** Answers a call of the service. */
  CompletionStage<byte[]> handle(Member caller, ByteBuffer request) {
    CallHandler present = handler;
    if (present == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "node " + cluster.self().nodeName() + " does not run this service"));
    }
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    return present.handle(caller, bytes);
  }
}
