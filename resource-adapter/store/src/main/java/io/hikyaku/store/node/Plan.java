package io.hikyaku.store.node;

import io.hikyaku.store.page.PageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a unit of work does, by segment. Messages for which any segment will do go where it settles
 * or sends anyway, so that consume and send in one transaction is one page in the usual case.
 */
final class Plan {

  private final Map<Integer, List<PageRecord>> parts = new LinkedHashMap<>();
  private final List<PageRecord> anywhere = new ArrayList<>();

  void add(int segment, PageRecord record) {
    parts.computeIfAbsent(segment, s -> new ArrayList<>()).add(record);
  }

  void addAnywhere(PageRecord record) {
    anywhere.add(record);
  }

  boolean isEmpty() {
    return parts.isEmpty() && anywhere.isEmpty();
  }

  /** Records that can go anywhere, if there is nothing else; otherwise empty. */
  List<PageRecord> anywhereOnly() {
    return parts.isEmpty() ? anywhere : List.of();
  }

  /**
   * All records by segment.
   *
   * @param home takes those that can go anywhere if there is nothing else
   */
  Map<Integer, List<PageRecord>> bySegment(int home) {
    if (!anywhere.isEmpty()) {
      int segment = parts.isEmpty() ? home : parts.keySet().iterator().next();
      parts.computeIfAbsent(segment, s -> new ArrayList<>()).addAll(anywhere);
      anywhere.clear();
    }
    return parts;
  }
}
