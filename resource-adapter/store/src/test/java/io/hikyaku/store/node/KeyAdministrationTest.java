package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus.State;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.KeyStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.Lease;
import io.hikyaku.store.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys are counted and woken, messages searched and replaced, wherever they are. */
class KeyAdministrationTest {

  private static Instant later;
  private static final Duration SOON = Duration.ofSeconds(10);

  private static List<TestNode> nodes;
  private static QueueManagement management;

  @BeforeAll
  static void start() {
    later = Instant.now().plusSeconds(3600);
    nodes = TestNode.cluster(2, 2);
    nodes.get(0).awaitState(State.HEALTHY, 2);
    management = nodes.get(0).store.management();
  }

  @AfterAll
  static void stop() {
    nodes.forEach(TestNode::close);
  }

  /** Spread messages, some sent at each node. */
  private static List<MessageId> send(String group, int count, String key, boolean held) {
    List<MessageId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Message.Builder message = Message.builder("x").key(key).header("to", "user" + i + "@" + key);
      if (held) {
        message.deliverAt(later);
      }
      ids.add(nodes.get(i % 2).send(group, message.build()));
    }
    return ids;
  }

  private static List<String> receiveAll(TestNode node, String group, int count) {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      List<Lease> leases = node.store.receive(group, 10, SOON);
      assertThat(leases).as("after " + texts).isNotEmpty();
      leases.forEach(lease -> texts.add(lease.message().text()));
      UnitOfWork unit = node.store.begin();
      unit.settle(leases);
      TestNode.commit(unit);
    }
    return texts;
  }

  @Test
  void keysAreCountedOverAllNodes() {
    management.createGroup("counted", GroupSettings.spread());
    send("counted", 10, "large", true);
    send("counted", 3, "small", false);

    List<KeyStatus> keys = management.keys("counted").keys();

    assertThat(keys).extracting(KeyStatus::key).containsExactly("large", "small");
    assertThat(keys.get(0).delayed()).isEqualTo(10);
    assertThat(keys.get(0).bytes()).isEqualTo(10);
    assertThat(keys.get(1).ready()).isEqualTo(3);
    assertThat(keys.get(1).oldest()).isBetween(later.minusSeconds(7200), Instant.now());
    assertThatThrownBy(() -> management.keys("nothing")).isInstanceOf(UnknownGroupException.class);
  }

  @Test
  void keysOfAKeyedGroupAreCountedWithWhatIsHeldBackAndWorkedOn() {
    management.createGroup("lines", GroupSettings.keyed());
    send("lines", 5, "a", false);
    send("lines", 4, "b", true);
    List<Lease> worked = nodes.get(0).lease("lines", 2);

    GroupKeys found = management.keys("lines");

    assertThat(found.counted()).isEqualTo(9);
    assertThat(found.total()).isEqualTo(9);
    assertThat(found.keys()).extracting(KeyStatus::key).containsExactly("a", "b");
    assertThat(found.keys().get(0))
        .satisfies(
            key -> {
              assertThat(key.ready()).isEqualTo(5L - worked.size());
              assertThat(key.inFlight()).isEqualTo(worked.size());
              assertThat(key.bytes()).isEqualTo(5);
            });
    assertThat(found.keys().get(1).delayed()).isEqualTo(4);
    nodes.get(0).settle(worked);
  }

  @Test
  void ofALargeSpreadGroupAPartIsCountedAndOfALargeKeyedOneHowManyAreReady() {
    management.createGroup("large", GroupSettings.spread());
    management.createGroup("long", GroupSettings.keyed());
    for (int unit = 0; unit < 21; unit++) {
      UnitOfWork sends = nodes.get(0).store.begin();
      for (int i = 0; i < 5_000; i++) {
        sends.send("large", Message.of("x"));
        sends.send("long", Message.builder("xx").key(i % 10 == 0 ? "small" : "hot").build());
      }
      TestNode.commit(sends);
    }

    GroupKeys large = management.keys("large");
    GroupKeys keyed = management.keys("long");

    assertThat(large.total()).isEqualTo(105_000);
    assertThat(large.counted()).isEqualTo(KeyCodec.MAX_LOOKED_AT);
    assertThat(keyed.counted()).isEqualTo(105_000);
    assertThat(keyed.keys()).extracting(KeyStatus::key).containsExactly("hot", "small");
    assertThat(keyed.keys()).extracting(KeyStatus::ready).containsExactly(94_500L, 10_500L);
    assertThat(keyed.keys().get(0).bytes()).isEqualTo(2 * 94_500);
  }

  @Test
  void whatIsHeldBackOfAKeyCanBeHadNow() {
    management.createGroup("woken", GroupSettings.spread());
    send("woken", 6, "one", true);
    send("woken", 4, "two", true);

    assertThat(management.deliverNow("woken", "one")).isEqualTo(6);

    assertThat(receiveAll(nodes.get(0), "woken", 6)).hasSize(6);
    assertThat(management.keys("woken").keys()).extracting(KeyStatus::key).containsExactly("two");
    assertThat(management.deliverNow("woken", "one")).isZero();
  }

  @Test
  void messagesAreFoundByWhatTheirHeadersSay() {
    management.createGroup("searched", GroupSettings.spread());
    send("searched", 6, "One.example", true);

    assertThat(management.search("searched", "USER4@one", 10))
        .singleElement()
        .satisfies(found -> assertThat(found.headers()).containsEntry("to", "user4@One.example"));
    assertThat(management.search("searched", "one.EXAMPLE", 10)).hasSize(6);
    assertThat(management.search("searched", "one.example", 2)).hasSize(2);
    nodes.get(1).send("searched", Message.builder("").key("Clé").header("s", "Été 飛脚").build());
    for (String text : List.of("été", "飛脚", "CLÉ", "Cl", "É")) {
      assertThat(management.search("searched", text, 10)).as(text).hasSize(1);
    }
    assertThat(management.search("searched", "clef", 10)).isEmpty();
    assertThat(management.search("searched", "nobody", 10)).isEmpty();
  }

  @Test
  void oneOfManyIsFoundWhereverItStands() {
    management.createGroup("haystack", GroupSettings.spread());
    UnitOfWork sends = nodes.get(0).store.begin();
    for (int i = 0; i < 2_500; i++) {
      sends.send("haystack", Message.builder("x").header("n", "straw " + i).build());
    }
    TestNode.commit(sends);

    for (String straw : List.of("straw 0", "straw 999", "STRAW 1000", "Straw 2499")) {
      assertThat(management.search("haystack", straw, 10)).as(straw).hasSize(1);
    }
    assertThat(management.search("haystack", "straw", 1000)).hasSize(1000);
  }

  @Test
  void aMessageHeldBackIsReplacedWhereverItIs() {
    management.createGroup("replaced", GroupSettings.spread());
    management.createGroup("other", GroupSettings.spread());
    List<MessageId> ids = send("replaced", 4, "k", true);
    for (MessageId id : ids) {
      Map<String, List<Message>> by =
          Map.of(
              "replaced",
              List.of(Message.builder("later").key("k").deliverAt(later).build()),
              "other",
              List.of(Message.builder("now").header("a", "b").build()));

      assertThat(management.replace("replaced", id, by).orElseThrow()).hasSize(2);
      assertThat(management.find(id)).isEmpty();
      assertThat(management.replace("replaced", id, by)).as("once").isEmpty();
    }
    assertThat(management.keys("replaced").keys().get(0).delayed()).isEqualTo(4);
    assertThat(receiveAll(nodes.get(1), "other", 4)).containsOnly("now");
  }

  @Test
  void whatAConsumerWorksOnIsNotReplaced() {
    management.createGroup("used", GroupSettings.spread());
    MessageId id = send("used", 1, "k", false).get(0);
    List<Lease> leases = nodes.get(0).store.receive("used", 1, SOON);

    assertThat(management.replace("used", id, Map.of())).isEmpty();

    UnitOfWork unit = nodes.get(0).store.begin();
    unit.settle(leases);
    TestNode.commit(unit);
  }

  @Test
  void toAGroupThatIsNotThereNothingIsReplaced() {
    management.createGroup("kept", GroupSettings.spread());
    MessageId id = send("kept", 1, "k", true).get(0);

    assertThatThrownBy(
            () -> management.replace("kept", id, Map.of("nowhere", List.of(Message.of("x")))))
        .isInstanceOf(UnknownGroupException.class);
    assertThat(management.find(id)).isPresent();
  }
}
