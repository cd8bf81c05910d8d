package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.List;

/** Events in memory, until the node that they are of is said to be dead. */
final class MemoryRecorder implements Recorder {

  private final List<Event> events = new ArrayList<>();
  private long acknowledged;
  private boolean dead;

  @Override
  public synchronized void record(Event event) {
    if (!dead) {
      events.add(event);
      acknowledged += event.kind() == Kind.SEND_ACKNOWLEDGED ? 1 : 0;
    }
  }

  /** What comes from now on nobody saw: threads cannot be killed as a process can. */
  synchronized void die() {
    dead = true;
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  synchronized long acknowledged() {
    return acknowledged;
  }
}
