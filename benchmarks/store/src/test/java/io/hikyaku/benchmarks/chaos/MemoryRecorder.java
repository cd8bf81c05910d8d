package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Events in memory, until the node that they are of is dead. Threads cannot be killed as a process
 * can, so it dies in two steps: first nobody hears any more what it is told, then it is gone.
 */
final class MemoryRecorder implements Recorder {

  private static final Set<Kind> BEGINNINGS =
      EnumSet.of(Kind.SEND_BEGUN, Kind.RECEIVED, Kind.SETTLE_BEGUN);

  private final List<Event> events = new ArrayList<>();
  private long acknowledged;
  private boolean dying;
  private boolean dead;

  @Override
  public synchronized void record(Event event) {
    if (!dead && (!dying || BEGINNINGS.contains(event.kind()))) {
      events.add(event);
      acknowledged += event.kind() == Kind.SEND_ACKNOWLEDGED ? 1 : 0;
    }
  }

  /** Its connections are about to be cut: what it begins may still take effect. */
  synchronized void dying() {
    dying = true;
  }

  /** Its connections are cut: nothing that it does has an effect. */
  synchronized void dead() {
    dead = true;
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  synchronized long acknowledged() {
    return acknowledged;
  }
}
