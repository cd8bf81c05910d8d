package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.Message;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.infinispan.TestClusters;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A page that the cluster stores after its own node gave it up, its segment having been closed and
 * opened anew meanwhile: it is known at once, and not only when the segment moves.
 */
class GivenUpWriteTest {

  private static final String GROUP = "sensors";

  private Late late;

  /** A cluster that says of one write that it failed, and does it afterwards. */
  private static final class Late extends ForwardingCluster {
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private ClusterListener listener;
    private volatile boolean waits;
    private volatile List<NamedPage> pages;

    Late(Cluster cluster) {
      super(cluster);
    }

    @Override
    public void start(ClusterListener now, CallHandler handler) {
      listener = now;
      super.start(now, handler);
    }

    @Override
    public CompletionStage<Void> write(List<NamedPage> now, Collection<Removal> removals) {
      if (!waits || now.isEmpty()) {
        return super.write(now, removals);
      }
      waits = false;
      pages = now;
      return outcome;
    }

    void storeIt() {
      super.write(pages, List.of()).toCompletableFuture().join();
    }
  }

  @Test
  void aPageThatIsStoredLaterThanItsNodeWaitedIsKnownAtOnce() {
    String name = TestClusters.uniqueName();
    try (TestNode node =
        TestNode.start(
            TestNode.configuration(name, TestClusters.freePorts(1), 0),
            cluster -> late = new Late(cluster))) {
      node.store.management().createGroup(GROUP, GroupSettings.keyed());
      int segments = node.cluster.segments();
      await().until(() -> node.nodeStatus().primarySegments() == segments);
      late.waits = true;
      UnitOfWork unit = node.store.begin();
      unit.send(GROUP, Message.builder("text").key("key").build());
      CompletableFuture<Void> sent = unit.commit().toCompletableFuture();
      await().until(() -> late.pages != null);

      late.listener.merged();
      late.listener.changed(node.cluster.members(), node.cluster.placement());
      await().until(() -> node.nodeStatus().primarySegments() < segments);
      late.outcome.completeExceptionally(new TimeoutException("no answer"));
      assertThatThrownBy(sent::join).hasCauseInstanceOf(OutcomeUnknownException.class);
      await().until(() -> node.nodeStatus().primarySegments() == segments);
      late.storeIt();

      assertThat(node.drain(GROUP, Duration.ofMillis(300))).containsExactly("text");
    }
  }
}
