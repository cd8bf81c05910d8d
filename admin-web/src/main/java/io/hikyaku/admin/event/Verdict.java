package io.hikyaku.admin.event;

import io.hikyaku.admin.queue.GroupDocument;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.DeliveryStatus;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.MissingNode;
import io.hikyaku.api.management.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whether all is well, and if not, why.
 *
 * @param level {@code ok}, {@code warning} or {@code critical}
 * @param causes the gravest first; one with code {@code ok} if all is well
 */
public record Verdict(String level, List<Cause> causes) {

  private static final String OK = "ok";
  private static final String WARNING = "warning";
  private static final String CRITICAL = "critical";
  private static final List<String> LEVELS = List.of(CRITICAL, WARNING, OK);
  private static final int HIGH_PER_CENT = 80;
  private static final int FULL_PER_CENT = 95;
  private static final int MAX_NAMED = 5;

  /** After this a node that was lost and is not back was taken away on purpose. */
  private static final Duration LOST_NAMED = Duration.ofMinutes(15);

  /** One cause; see Remark in the API's document. */
  public record Cause(String level, String code, String text, Map<String, String> parameters) {}

  /**
   * Judges.
   *
   * @param totals of the same groups
   * @param now the time of the figures
   */
  public static Verdict of(
      ClusterStatus cluster,
      List<GroupStatus> groups,
      Totals totals,
      List<DeliveryStatus> deliveries,
      Instant now) {
    List<Cause> causes = new ArrayList<>();
    cluster(cluster, causes);
    cluster.missing().stream()
        .filter(node -> now.isBefore(node.since().plus(LOST_NAMED)))
        .forEach(node -> causes.add(lost(node)));
    cluster.nodes().forEach(node -> node(node, causes));
    groups(groups, totals, causes);
    deliveries.stream()
        .filter(delivery -> delivery.state() == DeliveryStatus.State.PAUSED)
        .forEach(
            delivery ->
                causes.add(
                    new Cause(
                        WARNING,
                        "deliveries-paused",
                        "beans of group " + delivery.group() + " are paused: " + delivery.reason(),
                        Map.of("group", delivery.group(), "reason", delivery.reason()))));
    if (causes.isEmpty()) {
      causes.add(new Cause(OK, OK, "all is well", Map.of()));
    }
    causes.sort(Comparator.comparingInt(cause -> LEVELS.indexOf(cause.level())));
    return new Verdict(causes.get(0).level(), causes);
  }

  private static void cluster(ClusterStatus cluster, List<Cause> causes) {
    switch (cluster.state()) {
      case UNAVAILABLE ->
          causes.add(
              new Cause(
                  CRITICAL,
                  "unavailable",
                  "the store takes and gives nothing: it starts or stops, or is on the losing side"
                      + " of a split",
                  Map.of()));
      case TOO_FEW_NODES ->
          causes.add(
              new Cause(
                  WARNING,
                  "too-few-nodes",
                  cluster.copiesNow()
                      + " of "
                      + cluster.copies()
                      + " copies: what is stored survives no further loss; start a node",
                  Map.of(
                      "copies", Integer.toString(cluster.copies()),
                      "copiesNow", Integer.toString(cluster.copiesNow()))));
      case REBALANCING ->
          causes.add(
              new Cause(
                  WARNING,
                  "rebalancing",
                  "copies are being made: wait before another node is stopped",
                  Map.of()));
      case HEALTHY -> {
        // nothing to say
      }
    }
    if (!cluster.rebalancingEnabled()) {
      causes.add(
          new Cause(
              WARNING,
              "rebalance-off",
              "rebalancing is off: no copies are made when a node goes",
              Map.of()));
    }
  }

  private static Cause lost(MissingNode node) {
    return new Cause(
        WARNING,
        "node-lost",
        "node "
            + node.name()
            + " went without a word at "
            + node.since()
            + " and is not back: start it again",
        Map.of("node", node.name(), "since", node.since().toString()));
  }

  private static void node(NodeStatus node, List<Cause> causes) {
    String name = node.name();
    if (!node.answering()) {
      causes.add(
          new Cause(
              CRITICAL,
              "node-silent",
              "node " + name + " does not answer: its figures are not known",
              Map.of("node", name)));
      return;
    }
    if (node.drain() != NodeStatus.Drain.ACTIVE) {
      causes.add(
          new Cause(
              WARNING,
              "draining",
              "node " + name + " is drained, or on the way",
              Map.of("node", name, "state", node.drain().name())));
    }
    long limit = Math.max(1, node.memoryLimitBytes());
    long perCent = 100 * node.storedBytes() / limit;
    if (perCent >= HIGH_PER_CENT) {
      causes.add(
          new Cause(
              perCent >= FULL_PER_CENT ? CRITICAL : WARNING,
              "memory-high",
              "node " + name + " has used " + perCent + " % of its memory for messages",
              Map.of("node", name, "percent", Long.toString(perCent))));
    }
    if (!node.slowBackups().isEmpty()) {
      causes.add(
          new Cause(
              WARNING,
              "slow-backup",
              "node " + name + " leaves out slow ones: " + String.join(", ", node.slowBackups()),
              Map.of("node", name, "slow", String.join(", ", node.slowBackups()))));
    }
    if (node.inDoubt() > 0) {
      causes.add(
          new Cause(
              WARNING,
              "in-doubt",
              node.inDoubt() + " transactions in doubt on node " + name,
              Map.of("node", name, "count", Integer.toString(node.inDoubt()))));
    }
  }

  private static void groups(List<GroupStatus> groups, Totals totals, List<Cause> causes) {
    long dead = totals.deadLetters();
    if (dead > 0) {
      causes.add(
          new Cause(
              WARNING,
              "dead-letters",
              dead + " dead letters wait for somebody to look at them",
              Map.of("count", Long.toString(dead))));
    }
    groups.stream()
        .filter(GroupDocument::isFull)
        .limit(MAX_NAMED)
        .forEach(
            group ->
                causes.add(
                    new Cause(
                        WARNING,
                        "group-full",
                        "group " + group.name() + " is full: sends are refused or wait",
                        Map.of("group", group.name()))));
  }
}
