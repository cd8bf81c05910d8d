package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.ClusterStatus.State;
import io.hikyaku.api.management.DeadLetterHeaders;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.api.management.RevisionConflictException;
import io.hikyaku.store.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many messages are selected, moved and deleted wherever they are. */
class BulkAdministrationTest {

  private static List<TestNode> nodes;
  private static TestNode one;
  private static TestNode two;
  private static QueueManagement management;
  private static BulkManagement bulk;

  @BeforeAll
  static void start() {
    nodes = TestNode.cluster(2, 2);
    one = nodes.get(0);
    two = nodes.get(1);
    one.awaitState(State.HEALTHY, 2);
    management = one.store.management();
    bulk = management.bulk();
  }

  @AfterAll
  static void stop() {
    nodes.forEach(TestNode::close);
  }

  private static void fill(String group, int onEach) {
    for (int i = 0; i < onEach; i++) {
      one.send(group, Message.builder("1-" + i).key("k").header("h", "v").build());
      two.send(group, Message.builder("2-" + i).key("k").header("h", "v").build());
    }
  }

  @Test
  void messagesOfAllNodesMoveWithKeyAndHeadersButNotThoseInUse() {
    management.createGroup("from", GroupSettings.spread());
    management.createGroup("to", GroupSettings.keyed());
    fill("from", 20);
    List<Lease> inUse = two.lease("from", 3);

    List<MessageId> ids = bulk.select("from", Optional.empty());
    List<MessageId> asked = new ArrayList<>(ids);
    inUse.forEach(lease -> asked.add(lease.message().id()));
    int moved = bulk.move("from", asked, Optional.of("to"));
    int again = bulk.move("from", asked, Optional.of("to"));

    assertThat(ids).hasSize(37);
    assertThat(moved).isEqualTo(37);
    assertThat(again).as("what is moved is not found again").isZero();
    assertThat(management.browse("to", 0, 100))
        .hasSize(37)
        .allSatisfy(
            message -> {
              assertThat(message.key()).contains("k");
              assertThat(message.headers()).containsEntry("h", "v");
            });
    two.store.release(inUse, false, null);
    org.awaitility.Awaitility.await()
        .atMost(TestNode.SOON)
        .until(() -> bulk.select("from", Optional.empty()).size() == 3);
    assertThat(bulk.move("from", asked, Optional.empty())).isEqualTo(3);
    assertThat(management.browse("from", 0, 100)).isEmpty();
  }

  @Test
  void aMessageThatTheOtherGroupDoesNotTakeStays() {
    management.createGroup("plain", GroupSettings.spread());
    management.createGroup("strict", GroupSettings.keyed());
    MessageId id = one.send("plain", "no key");

    assertThat(bulk.move("plain", List.of(id), Optional.of("strict"))).isZero();

    assertThat(management.find(id)).map(MessageStatus::group).contains("plain");
    assertThatThrownBy(() -> bulk.move("plain", List.of(id), Optional.of("nowhere")))
        .isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(() -> bulk.move("plain", Collections.nCopies(501, id), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("501");
  }

  @Test
  void deadLettersAreCountedAndShownByReasonAndReturnWithoutTheirHeaders() {
    management.createGroup("job", GroupSettings.spread().withDeliveryLimit(1));
    fill("job", 6);
    for (int i = 0; i < 12; i++) {
      List<Lease> leases = one.lease("job", 1);
      one.store.release(leases, true, i < 8 ? "broken" : "late");
    }
    org.awaitility.Awaitility.await()
        .atMost(TestNode.SOON)
        .until(() -> bulk.deadReasons("job.dead").equals(Map.of("broken", 8L, "late", 4L)));

    List<MessageStatus> late = new ArrayList<>(bulk.browseDead("job.dead", "late", 0, 3));
    late.addAll(bulk.browseDead("job.dead", "late", 3, 3));
    List<MessageId> broken = bulk.select("job.dead", Optional.of("broken"));

    assertThat(late).hasSize(4);
    assertThat(late)
        .allSatisfy(
            letter -> assertThat(letter.headers()).containsEntry(DeadLetterHeaders.REASON, "late"));
    assertThat(broken).hasSize(8);
    assertThat(bulk.move("job.dead", broken, Optional.of("job"))).isEqualTo(8);
    assertThat(management.browse("job", 0, 100))
        .hasSize(8)
        .allSatisfy(
            message -> assertThat(message.headers()).doesNotContainKeys(DeadLetterHeaders.REASON));
  }

  @Test
  void aWholeBodyIsToBeHadFromAnyNode() {
    management.createGroup("bodies", GroupSettings.spread());
    MessageId large = two.send("bodies", "x".repeat(300_000));
    MessageId empty = two.send("bodies", "");

    assertThat(management.body(large).orElseThrow()).hasSize(300_000);
    assertThat(management.body(empty).map(body -> new String(body, UTF_8))).contains("");
    assertThat(management.body(new MessageId(1, 2))).isEmpty();
    assertThat(management.distribution("bodies")).hasSize(2).allMatch(GroupPart::answering);
    assertThat(management.distribution("bodies").stream().mapToLong(GroupPart::ready).sum())
        .isEqualTo(2);
    assertThat(
            one.store.management().groupsHere().stream()
                    .filter(g -> g.name().equals("bodies"))
                    .mapToLong(g -> g.depth())
                    .sum()
                + two.store.management().groupsHere().stream()
                    .filter(g -> g.name().equals("bodies"))
                    .mapToLong(g -> g.depth())
                    .sum())
        .isEqualTo(2);
  }

  @Test
  void settingsAreChangedOnlyAtTheRevisionTheyWereSeenAt() {
    management.createGroup("revised", GroupSettings.spread());
    long seen = one.status("revised").revision();
    management.updateGroup("revised", GroupSettings.spread().withDeliveryLimit(3), seen);

    assertThatThrownBy(
            () ->
                two.store
                    .management()
                    .updateGroup("revised", GroupSettings.spread().withDeliveryLimit(4), seen))
        .isInstanceOf(RevisionConflictException.class)
        .hasMessageContaining("revision " + seen);
    assertThat(management.settings("revised").deliveryLimit()).isEqualTo(3);
  }
}
