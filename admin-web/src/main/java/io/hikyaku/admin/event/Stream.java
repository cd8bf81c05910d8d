package io.hikyaku.admin.event;

import io.hikyaku.admin.http.Json;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All clients of the event stream. Each document is written as text once, for all. Thread-safe. */
@ApplicationScoped
public class Stream {

  static final int MAX_VIEWERS = 200;

  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();

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
   * Sends each the head of a document that all get, and the groups it asked for.
   *
   * @param head a JSON object without its last brace
   */
  void sendGroups(String name, String head, Function<String, Object> group) {
    Map<String, String> texts = new HashMap<>();
    for (Viewer viewer : viewers) {
      List<String> wanted =
          viewer.groups().stream()
              .map(
                  one ->
                      texts.computeIfAbsent(
                          one,
                          key -> {
                            Object document = group.apply(key);
                            return document == null ? null : Json.text(document);
                          }))
              .filter(Objects::nonNull)
              .toList();
      viewer.send(name, head + ",\"groups\":[" + String.join(",", wanted) + "]}");
    }
  }

  @PreDestroy
  void close() {
    viewers.forEach(Viewer::close);
  }
}
