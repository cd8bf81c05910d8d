package io.hikyaku.store.tuple;

import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The table of tuple groups and commits, arranged for readers. Never behind what a caller was told
 * is done ({@link ReplicatedTable#watch}). Thread-safe.
 */
final class Catalogue {

  static final String GROUP = "g/";
  static final String COMMIT = "c/";

  private final ReplicatedTable table;
  private final Map<String, byte[]> seen = new HashMap<>();
  private final Map<String, TupleGroup> groups = new TreeMap<>();
  private final Map<Long, TupleGroup> byEpoch = new HashMap<>();
  private final NavigableMap<String, Commit> commits = new TreeMap<>();
  private final Set<Attempt> attempts = new HashSet<>();
  private final Map<Long, Map<Integer, List<Part>>> parts = new HashMap<>();

  Catalogue(ReplicatedTable table) {
    this.table = table;
  }

  void start() {
    table.watch(this::changed);
    changed(null);
  }

  private synchronized void changed(String key) {
    if (key != null) {
      refresh(key, table.get(key));
      return;
    }
    Map<String, byte[]> present = table.entries();
    for (String known : List.copyOf(seen.keySet())) {
      if (!present.containsKey(known)) {
        refresh(known, null);
      }
    }
    present.forEach(this::refresh);
  }

  private void refresh(String key, byte[] value) {
    byte[] before = value == null ? seen.remove(key) : seen.put(key, value);
    if (Arrays.equals(before, value)) {
      return;
    }
    if (key.startsWith(GROUP)) {
      groupChanged(key.substring(GROUP.length()), value);
    } else if (key.startsWith(COMMIT)) {
      commitChanged(key, value);
    }
  }

  private void groupChanged(String name, byte[] value) {
    TupleGroup before = groups.remove(name);
    if (before != null) {
      byEpoch.remove(before.epoch(), before); // unless it has another name by now
    }
    if (value != null) {
      TupleGroup group = TupleGroup.decode(name, value);
      groups.put(name, group);
      byEpoch.put(group.epoch(), group);
    }
  }

  private void commitChanged(String key, byte[] value) {
    Commit before = commits.remove(key);
    if (before != null) {
      attempts.remove(before.attempt());
      before
          .parts()
          .forEach((epoch, list) -> list.forEach(part -> parts(epoch, part).remove(part)));
    }
    if (value != null) {
      Commit commit = Commit.decode(value);
      commits.put(key, commit);
      attempts.add(commit.attempt());
      commit.parts().forEach((epoch, list) -> list.forEach(part -> parts(epoch, part).add(part)));
    }
    parts.values().removeIf(map -> map.values().stream().allMatch(List::isEmpty));
  }

  private List<Part> parts(long epoch, Part part) {
    return parts
        .computeIfAbsent(epoch, any -> new TreeMap<>())
        .computeIfAbsent(part.partition(), any -> new ArrayList<>());
  }

  synchronized TupleGroup group(String name) {
    return groups.get(name);
  }

  synchronized List<TupleGroup> groups() {
    return List.copyOf(groups.values());
  }

  synchronized Set<String> names() {
    return new TreeSet<>(groups.keySet());
  }

  synchronized boolean isLive(long epoch) {
    return byEpoch.containsKey(epoch);
  }

  /** Whether an attempt counts. */
  synchronized boolean isCommitted(Attempt attempt) {
    return attempts.contains(attempt);
  }

  /** What was written into a partition, and counts. */
  synchronized List<Part> parts(TupleGroup group, int partition) {
    Map<Integer, List<Part>> map = parts.get(group.epoch());
    return map == null ? List.of() : List.copyOf(map.getOrDefault(partition, List.of()));
  }

  /** What was written into a group, and counts. */
  synchronized List<Part> parts(TupleGroup group) {
    Map<Integer, List<Part>> map = parts.get(group.epoch());
    return map == null ? List.of() : map.values().stream().flatMap(List::stream).toList();
  }

  synchronized Commit commit(String key) {
    return commits.get(key);
  }

  /** Commits whose key begins so. */
  synchronized Map<String, Commit> commits(String prefix) {
    return new TreeMap<>(commits.subMap(prefix, true, prefix + Character.MAX_VALUE, false));
  }

  /** Commits that wrote to groups of which none is left. */
  synchronized List<String> voidCommits() {
    return commits.entrySet().stream()
        .filter(entry -> !entry.getValue().parts().isEmpty())
        .filter(entry -> epochs(entry.getValue()).noneMatch(byEpoch::containsKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Stream<Long> epochs(Commit commit) {
    return commit.parts().keySet().stream();
  }
}
