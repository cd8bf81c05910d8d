package io.hikyaku.admin.event;

import io.hikyaku.admin.job.JobSummary;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is otherwise in one snapshot than in the one before. */
final class Changes {

  private final List<Told.Change> found = new ArrayList<>();

  private Changes() {}

  static List<Told.Change> between(Snapshot before, Snapshot after) {
    Changes changes = new Changes();
    changes.groups(before, after);
    changes.nodes(before, after);
    changes.jobs(before, after);
    if (before.cluster().state() != after.cluster().state()
        || before.cluster().rebalancingEnabled() != after.cluster().rebalancingEnabled()
        || !before.cluster().missing().equals(after.cluster().missing())) {
      changes.add("cluster", "changed", after.cluster().clusterName());
    }
    return changes.found;
  }

  private void add(String kind, String what, String name) {
    found.add(new Told.Change(kind, what, name));
  }

  private void groups(Snapshot before, Snapshot after) {
    for (GroupStatus group : after.groups().all()) {
      GroupStatus old = before.groups().find(group.name()).orElse(null);
      if (old == null) {
        add("group", "created", group.name());
      } else if (old.paused() != group.paused()) {
        add("group", group.paused() ? "paused" : "resumed", group.name());
      } else if (!old.settings().equals(group.settings())) {
        add("group", "changed", group.name());
      }
    }
    for (GroupStatus group : before.groups().all()) {
      if (after.groups().find(group.name()).isEmpty()) {
        add("group", "deleted", group.name());
      }
    }
  }

  private void nodes(Snapshot before, Snapshot after) {
    Map<String, NodeStatus> known = byName(before.cluster().nodes(), NodeStatus::name);
    for (NodeStatus node : after.cluster().nodes()) {
      NodeStatus old = known.remove(node.name());
      if (old == null) {
        add("node", "joined", node.name());
      } else if (old.answering() != node.answering()) {
        add("node", node.answering() ? "answering" : "silent", node.name());
      } else if (old.drain() != node.drain()) {
        add("node", "changed", node.name());
      }
    }
    known.keySet().forEach(name -> add("node", "left", name));
  }

  private void jobs(Snapshot before, Snapshot after) {
    Map<String, JobSummary> known = byName(before.jobs(), JobSummary::id);
    for (JobSummary job : after.jobs()) {
      JobSummary old = known.remove(job.id());
      if (old == null) {
        add("job", "created", job.id());
      } else if (!Objects.equals(old.state(), job.state())) {
        add("job", "changed", job.id());
      }
    }
    known.keySet().forEach(id -> add("job", "deleted", id));
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
    return all.stream()
        .collect(Collectors.toMap(name, Function.identity(), (one, other) -> other, HashMap::new));
  }
}
