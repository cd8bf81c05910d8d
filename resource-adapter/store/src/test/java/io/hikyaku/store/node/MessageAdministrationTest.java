package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus.State;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages are found, shown, deleted and redriven wherever they are. */
class MessageAdministrationTest {

  private static List<TestNode> nodes;
  private static TestNode one;
  private static QueueManagement management;

  @BeforeAll
  static void start() {
    nodes = TestNode.cluster(2, 2);
    one = nodes.get(0);
    one.awaitState(State.HEALTHY, 2);
    management = one.store.management();
  }

  @AfterAll
  static void stop() {
    nodes.forEach(TestNode::close);
  }

  /** Messages with keys of their own, so that both nodes have some. */
  private static List<MessageId> send(String group, int count, int bytes) {
    UnitOfWork unit = one.store.begin();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(Message.builder(new byte[bytes]).key("k" + i).header("n", "" + i).build());
    }
    List<MessageId> ids = unit.sendAll(group, messages);
    TestNode.commit(unit);
    return ids;
  }

  @Test
  void aMessageIsFoundOnAnyNode() {
    management.createGroup("find", GroupSettings.keyed());
    Instant due = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
    List<MessageId> ids = send("find", 20, 10);
    MessageId held =
        one.send(
            "find",
            Message.builder("x".repeat(5000))
                .key("k")
                .header("h", "v")
                .deliverAt(due)
                .expireAt(due.plusSeconds(60))
                .build());

    assertThat(ids).allMatch(id -> management.find(id).isPresent());
    assertThat(ids.stream().map(id -> management.find(id).orElseThrow().node()).distinct())
        .hasSize(2);
    MessageStatus status = management.find(held).orElseThrow();
    assertThat(status.id()).isEqualTo(held);
    assertThat(status.group()).isEqualTo("find");
    assertThat(status.state()).isEqualTo(MessageStatus.State.DELAYED);
    assertThat(status.notBefore()).contains(due);
    assertThat(status.expiresAt()).contains(due.plusSeconds(60));
    assertThat(status.key()).contains("k");
    assertThat(status.headers()).containsEntry("h", "v");
    assertThat(status.bodyBytes()).isEqualTo(5000);
    assertThat(new String(status.bodyStart(), UTF_8)).isEqualTo("x".repeat(1024));
    assertThat(management.find(new MessageId(1, 2))).isEmpty();
  }

  @Test
  void aMessageIsNotSaidToBeGoneWhileANodeIsSilent() {
    Member self = new Member(1, "talking", "");
    Member other = new Member(2, "silent", "");
    Cluster cluster =
        new ForwardingCluster(null) {
          @Override
          public Member self() {
            return self;
          }

          @Override
          public List<Member> members() {
            return List.of(self, other);
          }

          @Override
          public CompletionStage<byte[]> call(Member member, byte[] request) {
            return CompletableFuture.failedFuture(new IllegalStateException("it hangs"));
          }
        };
    byte[] nothing = MessageStatusCodec.encode(0, List.of());
    MemberCalls members =
        new MemberCalls(
            cluster,
            (member, request) ->
                CompletableFuture.completedFuture(
                    request[0] == NodeCall.FIND.code() ? nothing : new byte[0]));
    MessageAdministration messages =
        new MessageAdministration(cluster, members, new Waiting(TestNode.SOON));
    MessageId id = new MessageId(1, 2);

    assertThatThrownBy(() -> messages.find(id))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("node silent did not answer");
    assertThatThrownBy(() -> messages.body(id))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("node silent did not answer");
  }

  @Test
  void aGroupIsShownInParts() {
    management.createGroup("browse", GroupSettings.keyed());
    List<MessageId> ids = send("browse", 50, 10);
    List<Lease> leased = one.lease("browse", 1);

    List<MessageStatus> seen = new ArrayList<>();
    for (int offset = 0; offset < 60; offset += 7) {
      seen.addAll(management.browse("browse", offset, 7));
    }

    assertThat(seen).extracting(MessageStatus::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(seen)
        .filteredOn(status -> status.state() == MessageStatus.State.IN_FLIGHT)
        .extracting(MessageStatus::id)
        .containsExactly(leased.get(0).message().id());
    assertThatThrownBy(() -> management.browse("browse", -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offset is -1");
    assertThatThrownBy(() -> management.browse("nowhere", 0, 1))
        .isInstanceOf(UnknownGroupException.class);
    one.settle(leased);
  }

  @Test
  void oneMessageIsDeletedUnlessItIsWorkedOn() {
    management.createGroup("delete", GroupSettings.keyed());
    management.createGroup("delete-other", GroupSettings.keyed());
    List<MessageId> ids = send("delete", 10, 10);
    assertThat(management.delete("delete-other", ids.get(0))).isFalse();
    List<Lease> leased = one.lease("delete", 1);
    MessageId inUse = leased.get(0).message().id();
    assertThatThrownBy(() -> management.delete("delete", inUse))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining(inUse.toString());
    one.settle(leased);

    for (MessageId id : ids) {
      assertThat(management.delete("delete", id)).isEqualTo(!id.equals(inUse));
      assertThat(management.find(id)).isEmpty();
    }
    assertThat(one.status("delete").depth()).isZero();
    assertThat(nodes).allMatch(node -> node.leaseNow("delete").isEmpty());
  }

  @Test
  void deadLettersOfAllNodesAreRedriven() {
    management.createGroup("redrive", GroupSettings.keyed().withDeliveryLimit(1));
    send("redrive", 20, 10);
    for (TestNode node : nodes) {
      List<Lease> leases = node.leaseNow("redrive");
      while (!leases.isEmpty()) {
        node.store.release(leases, true, "it broke");
        leases = node.leaseNow("redrive");
      }
    }
    org.awaitility.Awaitility.await()
        .atMost(TestNode.SOON)
        .until(() -> one.status("redrive.dead").ready() == 20);

    assertThat(management.redrive("redrive", 1000)).isEqualTo(20);

    assertThat(
            nodes.stream().mapToInt(n -> n.drain("redrive", Duration.ofMillis(200)).size()).sum())
        .isEqualTo(20);
    assertThat(one.status("redrive.dead").depth()).isZero();
  }
}
