package io.hikyaku.admin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.admin.queue.Groups;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.MissingNode;
import io.hikyaku.api.management.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One verdict, and what changed from one second to the next. */
class VerdictTest {

  private static NodeStatus node(String name, boolean answering, long stored) {
    return new NodeStatus(
        name,
        "127.0.0.1:7800",
        false,
        answering,
        32,
        0,
        stored,
        1000,
        0,
        1,
        2,
        0,
        NodeStatus.Drain.ACTIVE,
        List.of());
  }

  private static ClusterStatus cluster(ClusterStatus.State state, NodeStatus... nodes) {
    return new ClusterStatus("c", state, 2, 2, 64, true, List.of(nodes), List.of());
  }

  private static GroupStatus group(String name, long ready, long ageMillis, boolean paused) {
    return new GroupStatus(
        name,
        GroupSettings.spread().withLimits(10, 0),
        paused,
        ready,
        0,
        0,
        ready * 100,
        Duration.ofMillis(ageMillis),
        0,
        0,
        0,
        0,
        0,
        0,
        1.5,
        0.5,
        0,
        1);
  }

  private static List<String> codes(Verdict verdict) {
    return verdict.causes().stream().map(Verdict.Cause::code).toList();
  }

  @Test
  void allIsWellIsACauseToo() {
    Verdict verdict =
        verdict(
            cluster(ClusterStatus.State.HEALTHY, node("a", true, 1)),
            Instant.EPOCH,
            group("g", 1, 1, false));

    assertThat(verdict.level()).isEqualTo("ok");
    assertThat(codes(verdict)).containsExactly("ok");
  }

  @Test
  void theGravestCauseComesFirstAndGivesTheLevel() {
    Verdict verdict =
        verdict(
            cluster(ClusterStatus.State.TOO_FEW_NODES, node("a", true, 850), node("b", false, 0)),
            Instant.EPOCH,
            group("full", 10, 1, false),
            group("full.dead", 3, 1, false));

    assertThat(verdict.level()).isEqualTo("critical");
    assertThat(codes(verdict))
        .startsWith("node-silent")
        .containsExactlyInAnyOrder(
            "node-silent", "too-few-nodes", "memory-high", "dead-letters", "group-full");
    assertThat(verdict.causes().get(0).parameters()).containsEntry("node", "b");
  }

  @Test
  void aNodeThatWentWithoutAWordIsNamedForAWhile() {
    Instant noticed = Instant.parse("2026-01-01T12:00:00Z");
    ClusterStatus cluster =
        new ClusterStatus(
            "c",
            ClusterStatus.State.HEALTHY,
            2,
            2,
            64,
            true,
            List.of(node("a", true, 1), node("b", true, 1)),
            List.of(new MissingNode("gone", noticed)));

    Verdict soon = verdict(cluster, noticed.plusSeconds(899));
    Verdict later = verdict(cluster, noticed.plusSeconds(900));

    assertThat(codes(soon)).containsExactly("node-lost");
    assertThat(soon.level()).isEqualTo("warning");
    assertThat(soon.causes().get(0).parameters())
        .containsEntry("node", "gone")
        .containsEntry("since", "2026-01-01T12:00:00Z");
    assertThat(codes(later)).containsExactly("ok");
  }

  @Test
  void deadLettersAndGroupsOfTheSystemAreNoBacklog() {
    Totals totals =
        Totals.of(
            List.of(
                group("g", 4, 2000, false),
                group("h", 5, 3000, false),
                group("g.dead", 6, 9000, false),
                group("hikyaku.actions", 7, 9000, false)));

    assertThat(totals.backlog()).isEqualTo(9);
    assertThat(totals.oldestGroup()).isEqualTo("h");
    assertThat(totals.oldestAgeSeconds()).isEqualTo(3);
    assertThat(totals.deadLetters()).isEqualTo(6);
    assertThat(totals.enqueuedPerSecond()).isEqualTo(3);
    assertThat(totals.groups()).isEqualTo(2);
  }

  @Test
  void whatCameWentOrIsOtherwiseIsTold() {
    Snapshot before =
        snapshot(
            cluster(ClusterStatus.State.HEALTHY, node("a", true, 0), node("b", true, 0)),
            group("gone", 0, 0, false),
            group("stays", 0, 0, false));
    Snapshot after =
        snapshot(
            cluster(ClusterStatus.State.REBALANCING, node("a", false, 0), node("c", true, 0)),
            group("new", 0, 0, false),
            group("stays", 0, 0, true));

    assertThat(Changes.between(before, after))
        .containsExactlyInAnyOrder(
            new Told.Change("group", "created", "new"),
            new Told.Change("group", "paused", "stays"),
            new Told.Change("group", "deleted", "gone"),
            new Told.Change("node", "silent", "a"),
            new Told.Change("node", "joined", "c"),
            new Told.Change("node", "left", "b"),
            new Told.Change("cluster", "changed", "c"));
    assertThat(Changes.between(after, after)).isEmpty();
  }

  private static Verdict verdict(ClusterStatus cluster, Instant now, GroupStatus... groups) {
    List<GroupStatus> all = List.of(groups);
    return Verdict.of(cluster, all, Totals.of(all), List.of(), now);
  }

  private static Snapshot snapshot(ClusterStatus cluster, GroupStatus... groups) {
    return new Snapshot(
        Instant.EPOCH,
        cluster,
        Groups.of(List.of(groups)),
        Totals.of(List.of(groups)),
        verdict(cluster, Instant.EPOCH, groups),
        List.of());
  }

  @Test
  void theHistoryHasAPointEveryFiveSecondsAndAnEnd() {
    History history = new History();
    Totals totals = Totals.of(List.of());
    for (int second = 0; second < 1000; second++) {
      history.add(Instant.ofEpochSecond(second), totals);
    }

    assertThat(history.points()).hasSize(120);
    assertThat(history.points().get(119).at()).isEqualTo("1970-01-01T00:16:35Z");
    assertThat(history.points().get(118).at()).isEqualTo("1970-01-01T00:16:30Z");
  }
}
