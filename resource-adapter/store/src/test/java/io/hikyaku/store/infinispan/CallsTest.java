package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jgroups.protocols.UNICAST3;
import org.junit.jupiter.api.Test;

class CallsTest extends ClusterTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private InfinispanCluster node(int index, CallHandler handler) {
    StoreConfiguration configuration =
        TestClusters.builder(name, "node" + index, TestClusters.ownFirst(ports[index], ports))
            .operationTimeout(Duration.ofSeconds(2))
            .build();
    InfinispanCluster node = InfinispanCluster.join(configuration);
    nodes.add(node);
    if (handler != null) {
      node.start(new Recorder(new ModelIndex(node)), handler);
    }
    return node;
  }

  @Test
  void anAnswerComesBackWithTheCallerKnown() throws Exception {
    AtomicReference<Member> seen = new AtomicReference<>();
    InfinispanCluster first = node(0);
    InfinispanCluster second =
        node(
            1,
            (caller, request) -> {
              seen.set(caller);
              byte[] answer = Arrays.copyOf(request, request.length + 1);
              return CompletableFuture.completedFuture(answer);
            });
    assertThat(get(first.call(second.self(), HELLO))).startsWith(HELLO).hasSize(6);
    assertThat(seen).hasValue(first.self());
    assertThat(get(first.call(second.self(), new byte[0]))).hasSize(1);
  }

  @Test
  void aCallToSelfIsServedHere() throws Exception {
    InfinispanCluster node = node(0);
    assertThat(get(node.call(node.self(), HELLO))).isEqualTo(HELLO);
  }

  @Test
  void megabytesComeThrough() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    byte[] big = new byte[20 << 20];
    new Random(1).nextBytes(big);
    assertThat(get(first.call(second.self(), big))).isEqualTo(big);
  }

  @Test
  void aFailureComesBackWithItsMessage() {
    InfinispanCluster first = node(0);
    InfinispanCluster fails =
        node(1, (caller, request) -> CompletableFuture.failedFuture(new RuntimeException("late")));
    InfinispanCluster throwsAtOnce =
        node(
            2,
            (caller, request) -> {
              throw new IllegalArgumentException("early");
            });
    assertThatThrownBy(() -> get(first.call(fails.self(), HELLO))).hasRootCauseMessage("late");
    assertThatThrownBy(() -> get(first.call(throwsAtOnce.self(), HELLO)))
        .hasRootCauseMessage("early");
    assertThatThrownBy(() -> get(fails.call(fails.self(), HELLO))).hasRootCauseMessage("late");
  }

  @Test
  void aSlowAnswerHoldsUpNoOther() throws Exception {
    CompletableFuture<byte[]> slow = new CompletableFuture<>();
    InfinispanCluster first = node(0);
    InfinispanCluster second =
        node(
            1,
            (caller, request) ->
                request.length == 0 ? slow : CompletableFuture.completedFuture(request));
    CompletionStage<byte[]> waiting = first.call(second.self(), new byte[0]);
    assertThat(get(first.call(second.self(), HELLO))).isEqualTo(HELLO);
    assertThat(waiting.toCompletableFuture()).isNotDone();
    slow.complete(HELLO);
    assertThat(get(waiting)).isEqualTo(HELLO);
  }

  @Test
  void noAnswerIsATimeout() {
    InfinispanCluster first = node(0, (caller, request) -> new CompletableFuture<>());
    InfinispanCluster second = node(1, (caller, request) -> new CompletableFuture<>());
    assertThatThrownBy(() -> get(first.call(second.self(), HELLO)))
        .hasRootCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining("node1");
  }

  @Test
  void aCallWaitsForTheOtherToStart() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1, (CallHandler) null);
    CompletionStage<byte[]> early = first.call(second.self(), HELLO);
    second.start(
        new Recorder(new ModelIndex(second)),
        (caller, request) -> CompletableFuture.completedFuture(request));
    assertThat(get(early)).isEqualTo(HELLO);
  }

  @Test
  void aMemberThatGoesFailsItsCallsAtOnce() {
    CallHandler never = (caller, request) -> new CompletableFuture<>();
    InfinispanCluster first = node(0, never);
    InfinispanCluster leaves = node(1, never);
    InfinispanCluster crashes = node(2, never);
    CompletionStage<byte[]> toLeaver = first.call(leaves.self(), HELLO);
    CompletionStage<byte[]> toCrasher = first.call(crashes.self(), HELLO);
    leaves.close();
    assertThatThrownBy(() -> get(toLeaver)).hasRootCauseInstanceOf(MemberLeftException.class);
    TestClusters.crash(crashes);
    assertThatThrownBy(() -> get(toCrasher))
        .hasRootCauseInstanceOf(MemberLeftException.class)
        .hasRootCauseMessage("node node2 left before it answered");
    assertThatThrownBy(() -> get(first.call(leaves.self(), HELLO)))
        .hasRootCauseInstanceOf(MemberLeftException.class);
  }

  @Test
  void aCallIsServedOnceThoughTheCallerHungBeforeItHeardThatItArrived() {
    Map<String, Integer> served = new ConcurrentHashMap<>();
    CallHandler count =
        (caller, request) -> {
          served.merge(new String(request, StandardCharsets.UTF_8), 1, Integer::sum);
          return CompletableFuture.completedFuture(request);
        };
    InfinispanCluster hung = node(0, count);
    InfinispanCluster other = node(1, count);
    awaitMembers(2, hung, other);
    TestClusters.hearNothing(hung);
    for (int i = 0; i < 10; i++) {
      hung.call(other.self(), ("call " + i).getBytes(StandardCharsets.UTF_8));
    }
    await("all calls have come").until(() -> served.size() == 10);
    TestClusters.hang(hung);
    awaitMembers(1, other);
    // it forgets the connection a while after (UNICAST3's conn_close_timeout)
    UNICAST3 connections = other.channel().getProtocolStack().findProtocol(UNICAST3.class);
    await("the connection is closed").until(() -> connections.getNumReceiveConnections() == 0);

    TestClusters.goOn(hung);
    awaitMembers(2, hung, other);

    assertThat(served.values()).hasSize(10).containsOnly(1);
  }

  @Test
  void stoppingFailsTheOwnCalls() {
    CallHandler never = (caller, request) -> new CompletableFuture<>();
    InfinispanCluster first = node(0, never);
    Cluster second = node(1, never);
    CompletionStage<byte[]> call = first.call(second.self(), HELLO);
    first.close();
    assertThatThrownBy(() -> get(call)).hasRootCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> get(first.call(second.self(), HELLO)))
        .hasRootCauseInstanceOf(StoreUnavailableException.class);
  }
}
