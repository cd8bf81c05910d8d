package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node that hangs with what others sent it, is taken for dead, and comes back: what was sent
 * again meanwhile, and consumed, is not delivered once more; and nothing is given out to those who
 * no longer wait for its answer.
 */
class SentAgainTest {

  private static final String GROUP = "sensors";
  private static final int KEYS = 20;
  private static final Duration QUIET = Duration.ofMillis(700);

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(2);
  private Hanging hanging;
  private Impatient impatient;
  private TestNode one;
  private TestNode two;

  /** Counts what other members asked of a node. */
  private abstract static class Counting extends ForwardingCluster {
    private final Map<Byte, Integer> asked = new ConcurrentHashMap<>();
    private ClusterListener listener;

    Counting(Cluster cluster) {
      super(cluster);
    }

    ClusterListener listener() {
      return listener;
    }

    int asked(NodeCall call) {
      return asked.getOrDefault(call.code(), 0);
    }

    @Override
    public void start(ClusterListener now, CallHandler handler) {
      listener = now;
      super.start(
          now,
          (caller, request) -> {
            CompletionStage<byte[]> answer = handler.handle(caller, request);
            asked.merge(request[0], 1, Integer::sum);
            return answer;
          });
    }
  }

  /** The cluster as a node sees it that does not come to write its pages for a time. */
  private static final class Hanging extends Counting {
    private final List<Runnable> held = new ArrayList<>();
    private boolean hangs;
    private boolean writesFirst;

    Hanging(Cluster cluster) {
      super(cluster);
    }

    synchronized void hang() {
      hangs = true;
    }

    /** Writes what comes, but does not hear of it, and so writes it once more when it goes on. */
    synchronized void hangAfterWriting() {
      hangs = true;
      writesFirst = true;
    }

    synchronized int held() {
      return held.size();
    }

    synchronized void goOn() {
      hangs = false;
      held.forEach(Runnable::run);
    }

    @Override
    public synchronized CompletionStage<Void> write(
        List<NamedPage> pages, Collection<Removal> removals) {
      if (!hangs) {
        return super.write(pages, removals);
      }
      if (writesFirst) {
        super.write(pages, removals).toCompletableFuture().join();
      }
      CompletableFuture<Void> done = new CompletableFuture<>();
      held.add(
          () ->
              super.write(pages, removals)
                  .whenComplete(
                      (stored, failure) -> {
                        if (failure == null) {
                          done.complete(null);
                        } else {
                          done.completeExceptionally(failure);
                        }
                      }));
      return done;
    }
  }

  /** The cluster as a node sees it that takes another for dead as soon as it asked it. */
  private static final class Impatient extends Counting {
    private volatile boolean givesUp;

    Impatient(Cluster cluster) {
      super(cluster);
    }

    @Override
    public CompletionStage<byte[]> call(Member member, byte[] request) {
      CompletionStage<byte[]> answer = super.call(member, request);
      return givesUp && request[0] == NodeCall.FETCH.code()
          ? CompletableFuture.failedFuture(new MemberLeftException(member))
          : answer;
    }
  }

  @BeforeEach
  void start() {
    one =
        TestNode.start(
            TestNode.configuration(name, ports, 0), cluster -> impatient = new Impatient(cluster));
    two =
        TestNode.start(
            TestNode.configuration(name, ports, 1), cluster -> hanging = new Hanging(cluster));
    one.store.management().createGroup(GROUP, GroupSettings.keyed());
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
  }

  @AfterEach
  void stop() {
    two.close();
    one.close();
  }

  private void comesBackAfter(List<CompletableFuture<Void>> sent, int consumed) {
    TestClusters.split(one.cluster, two.cluster);
    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    List<String> drained = one.drain(GROUP, QUIET);
    assertThat(drained).hasSize(consumed);
    hanging.goOn();
    TestClusters.heal(one.cluster, two.cluster);
    one.awaitState(ClusterStatus.State.HEALTHY, 2);
    two.awaitState(ClusterStatus.State.HEALTHY, 2);
  }

  private void nothingIsLeft() {
    List<String> again = new ArrayList<>(one.drain(GROUP, QUIET));
    again.addAll(two.drain(GROUP, QUIET));
    assertThat(again).isEmpty();
  }

  @Test
  void messagesSentToOneKeyAreNotDeliveredAgain() {
    hanging.hang();
    List<CompletableFuture<Void>> sent =
        IntStream.range(0, KEYS)
            .mapToObj(
                i -> {
                  UnitOfWork unit = one.store.begin();
                  unit.send(GROUP, Message.builder("text " + i).key("key " + i).build());
                  return unit.commit().toCompletableFuture();
                })
            .toList();
    await().until(() -> hanging.held() > 0);

    comesBackAfter(sent, KEYS);

    nothingIsLeft();
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> one.nodeStatus().storedBytes() + two.nodeStatus().storedBytes() == 0);
  }

  @Test
  void pagesThatOthersRemovedMeanwhileDoNotComeBackWithALateWrite() {
    hanging.hangAfterWriting();
    UnitOfWork unit = two.store.begin();
    unit.send(GROUP, Message.builder("text").key("key").build());
    CompletableFuture<Void> sent = unit.commit().toCompletableFuture();
    await().until(() -> hanging.held() > 0 || sent.isDone());

    comesBackAfter(List.of(), 1);

    nothingIsLeft();
  }

  @Test
  void transactionsOverSeveralKeysAreNotAppliedAgain() {
    hanging.hang();
    UnitOfWork unit = one.store.begin();
    IntStream.range(0, KEYS)
        .forEach(i -> unit.send(GROUP, Message.builder("text " + i).key("key " + i).build()));
    CompletableFuture<Void> sent = unit.commit().toCompletableFuture();
    await().until(() -> hanging.held() > 0);

    comesBackAfter(List.of(sent), KEYS);

    nothingIsLeft();
  }

  @Test
  void whoAsksAgainGetsWhatComes() {
    impatient.givesUp = true;
    CompletableFuture<List<Lease>> waiting = one.store.receive(GROUP, 1);
    await().until(() -> hanging.asked(NodeCall.FETCH) > 0);
    impatient.givesUp = false;
    int before = hanging.asked(NodeCall.FETCH);
    await().until(() -> hanging.asked(NodeCall.FETCH) > before);

    two.send(GROUP, "key", "text");

    assertThat(TestNode.text(waiting.orTimeout(20, TimeUnit.SECONDS).join())).isEqualTo("text");
  }

  @Test
  void afterPartsBecameOneNothingGoesToWhoGaveUpMeanwhile() {
    impatient.givesUp = true;
    CompletableFuture<List<Lease>> waiting = one.store.receive(GROUP, 1);
    await().until(() -> hanging.asked(NodeCall.FETCH) > 0);
    waiting.cancel(false);
    int primary = two.nodeStatus().primarySegments();
    int closed = impatient.asked(NodeCall.CLOSE);
    hanging.listener().merged();
    hanging.listener().changed(two.cluster.members(), two.cluster.placement());
    await().until(() -> impatient.asked(NodeCall.CLOSE) > closed);
    await().until(() -> two.nodeStatus().primarySegments() == primary);
    impatient.givesUp = false;

    two.send(GROUP, "key", "text");

    assertThat(two.drain(GROUP, QUIET)).containsExactly("text");
  }
}
