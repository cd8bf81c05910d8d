package io.hikyaku.delivery;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.smtp.SmtpReply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The groups of applications that mails go to. A group that is full, or not there, must not fail
 * the batches in which its mails are: they wait, like those for a server that is busy. Thread-safe.
 */
final class Applications {

  private final Set<String> groups;

  /** By group, why it takes no mail now; null before they were looked at. */
  private volatile Map<String, SmtpReply> refusals;

  Applications(Set<Route> routes) {
    groups =
        routes.stream()
            .filter(Route.Application.class::isInstance)
            .map(route -> ((Route.Application) route).group())
            .collect(Collectors.toUnmodifiableSet());
    refusals = groups.isEmpty() ? Map.of() : null;
  }

  /** Looks which of them are full, and makes those that are not there; every few seconds. */
  void look(QueueManagement management) {
    if (groups.isEmpty()) {
      return;
    }
    Map<String, SmtpReply> found = new HashMap<>();
    Set<String> missing = new HashSet<>(groups);
    for (GroupStatus group : management.groups()) {
      if (missing.remove(group.name()) && isFull(group)) {
        found.put(group.name(), SmtpReply.of(452, "4.2.2", "Group " + group.name() + " is full"));
      }
    }
    missing.forEach(group -> management.createGroup(group, GroupSettings.spread()));
    refusals = Map.copyOf(found);
  }

  private static boolean isFull(GroupStatus group) {
    GroupSettings settings = group.settings();
    return (settings.maxMessages() > 0 && group.depth() >= settings.maxMessages())
        || (settings.maxBytes() > 0 && group.bytes() >= settings.maxBytes());
  }

  /** Whether they were looked at; a moment after the start they were. */
  boolean areKnown() {
    return refusals != null;
  }

  /** Why a group takes no mail now; empty if it does. To be asked when they are known. */
  Optional<SmtpReply> refusal(String group) {
    return Optional.ofNullable(refusals.get(group));
  }
}
