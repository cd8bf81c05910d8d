package io.hikyaku.admin.event;

import io.hikyaku.admin.http.Json;
import io.hikyaku.admin.queue.GroupDocument;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All clients of the event stream. Each document is written as text once, for all. Thread-safe. */
@ApplicationScoped
public class Stream {

  static final int MAX_VIEWERS = 200;

  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();

  /** What was sent last of groups that somebody looks at. */
  private Map<String, GroupText> texts = Map.of();

  /** A group, null if there is none of the name, and its text. */
  private record GroupText(GroupDocument document, String text) {}

  /** Whether there was room for it. */
  synchronized boolean add(Viewer viewer) {
    return viewers.size() < MAX_VIEWERS && viewers.add(viewer);
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
  }

  /** Whether nobody looks. */
  public boolean isEmpty() {
    return viewers.isEmpty();
  }

  int size() {
    return viewers.size();
  }

  /** Sends a document to all. */
  void send(String name, Object document) {
    if (!isEmpty()) {
      String text = Json.text(document);
      viewers.forEach(viewer -> viewer.send(name, text));
    }
  }

  /**
   * Sends each the head of a document that all get, and the groups it asked for. Called by one
   * thread at a time.
   *
   * @param head a JSON object without its last brace
   * @param group finds a group by its name
   */
  void sendGroups(String name, String head, Function<String, Optional<GroupDocument>> group) {
    Map<String, GroupText> now = new HashMap<>();
    for (Viewer viewer : viewers) {
      List<String> wanted =
          viewer.groups().stream()
              .map(one -> now.computeIfAbsent(one, key -> text(key, group)))
              .map(GroupText::text)
              .filter(text -> !text.isEmpty())
              .toList();
      viewer.send(name, head + ",\"groups\":[" + String.join(",", wanted) + "]}");
    }
    texts = now;
  }

  /** Most groups are as they were a second ago: those are not written anew. */
  private GroupText text(String name, Function<String, Optional<GroupDocument>> group) {
    GroupDocument document = group.apply(name).orElse(null);
    GroupText last = texts.get(name);
    if (last != null && Objects.equals(last.document(), document)) {
      return last;
    }
    return new GroupText(document, document == null ? "" : Json.text(document));
  }

  @PreDestroy
  void close() {
    viewers.forEach(Viewer::close);
  }
}
