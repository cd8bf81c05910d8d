package io.hikyaku.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A survivor and the one that something happens to; the survivor does not change. */
record TwoNodes(LibertyNode survivor, LibertyNode other) implements AutoCloseable {

  private static final Duration LOAD_LIMIT = Duration.ofMinutes(5);
  private static final Duration CLUSTER_LIMIT = Duration.ofSeconds(60);
  private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(2);

  /** Both run, see each other and have copies of everything. */
  void ensureWhole() {
    List<LibertyNode> nodes = List.of(survivor, other);
    nodes.stream().filter(node -> !node.isAlive()).forEach(LibertyNode::launch);
    nodes.forEach(LibertyNode::awaitReady);
    awaitWhole();
  }

  void awaitWhole() {
    await("two nodes, HEALTHY")
        .atMost(CLUSTER_LIMIT)
        .ignoreExceptions()
        .until(
            () ->
                List.of(survivor, other).stream()
                    .allMatch(
                        node ->
                            node.http().nodes() == 2
                                && node.http().clusterState().equals("HEALTHY")));
  }

  void awaitAlone(LibertyNode node) {
    await(node + " is alone")
        .atMost(CLUSTER_LIMIT)
        .ignoreExceptions()
        .until(() -> node.http().nodes() == 1);
  }

  /** So that the next test counts its own. */
  void forgetMailboxes() {
    survivor.mailboxes().clear();
    other.mailboxes().clear();
  }

  void awaitAccepted(LoadReport report, int mails) {
    await(mails + " mails are accepted")
        .atMost(LOAD_LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> report.accepted().size() >= mails);
  }

  /** The node has accepted mail again after a moment. */
  void awaitAcceptedSince(LoadReport report, LibertyNode node, long nanos) {
    await(node + " takes mail again")
        .atMost(CLUSTER_LIMIT)
        .until(
            () ->
                report.longestGap(node.settings().smtpPort(), nanos).compareTo(Duration.ofHours(1))
                    < 0);
  }

  void awaitDone(SmtpLoad load) {
    await("the load is done").atMost(LOAD_LIMIT).until(load::isDone);
  }

  /** Waits until nothing is left to deliver, and counts what is in the mailboxes of both. */
  Outcome outcome(
      String incident, LoadReport report, long incidentNanos, List<LibertyNode> running) {
    await("all mails are delivered")
        .atMost(DELIVERY_LIMIT)
        .ignoreExceptions()
        .until(() -> running.stream().allMatch(TwoNodes::hasDeliveredAll));
    Map<String, Integer> copies = new HashMap<>(survivor.mailboxes().counts(SmtpLoad.DOMAIN));
    other
        .mailboxes()
        .counts(SmtpLoad.DOMAIN)
        .forEach((user, count) -> copies.merge(user, count, Integer::sum));
    TreeSet<Integer> lost = new TreeSet<>(report.accepted());
    lost.removeIf(mail -> copies.containsKey("n" + mail));
    Outcome outcome =
        new Outcome(
            incident,
            report.accepted().size(),
            report.refused().size(),
            report.unknown().size(),
            copies.size(),
            copies.values().stream().mapToInt(count -> count - 1).sum(),
            lost,
            report.longestGap(running.get(0).settings().smtpPort(), incidentNanos));
    System.out.println("OUTCOME " + outcome.text());
    return outcome;
  }

  private static boolean hasDeliveredAll(LibertyNode node) {
    return node.http().group("mail").getInt("depth") == 0;
  }

  @Override
  public void close() {
    survivor.close();
    other.close();
  }
}
