package io.hikyaku.container;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How many deliveries were under way at once, by what they have in common. Thread-safe. */
final class Overlaps {

  private final Map<String, Integer> now = new ConcurrentHashMap<>();
  private final Map<String, Integer> most = new ConcurrentHashMap<>();

  /** What a bean does that takes a moment. */
  void work(String... names) {
    for (String name : names) {
      most.merge(name, now.merge(name, 1, Integer::sum), Math::max);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (String name : names) {
      now.merge(name, -1, Integer::sum);
    }
  }

  int most(String name) {
    return most.getOrDefault(name, 0);
  }
}
