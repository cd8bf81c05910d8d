package io.hikyaku.jca;

import io.hikyaku.store.Coordination;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A node by itself that has no jobs, and never gets any. */
final class NoCoordination implements Coordination, ReplicatedTable {

  private static final Member SELF = new Member(1, "fake", "nowhere");

  @Override
  public Member self() {
    return SELF;
  }

  @Override
  public List<Member> members() {
    return List.of(SELF);
  }

  @Override
  public ReplicatedTable table() {
    return this;
  }

  @Override
  public CompletionStage<byte[]> call(Member member, byte[] request) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("no jobs here"));
  }

  @Override
  public void onCall(CallHandler handler) {}

  @Override
  public byte[] get(String key) {
    return null;
  }

  @Override
  public Map<String, byte[]> entries() {
    return Map.of();
  }

  @Override
  public CompletionStage<Void> whole() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> put(String key, byte[] value) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("no jobs here"));
  }

  @Override
  public CompletionStage<byte[]> putIfAbsent(String key, byte[] value) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("no jobs here"));
  }

  @Override
  public CompletionStage<Boolean> replace(String key, byte[] expected, byte[] value) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletionStage<Boolean> remove(String key, byte[] expected) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletionStage<Boolean> remove(String key) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public void watch(Consumer<String> changed) {}
}
