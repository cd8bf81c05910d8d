package io.hikyaku.store.index;

import java.util.List;
import java.util.stream.Stream;

/** The order in which a group gives out its ready messages. */
sealed interface ReadyQueue permits SpreadQueue, KeyedQueue {

  /** Adds a message at the end. */
  void add(Entry entry);

  /** Puts a message back that was leased. */
  void giveBack(Entry entry);

  /**
   * Notes that a message is leased that was not taken from here: another member says so, or it is
   * held back after a failure.
   */
  void leasedElsewhere(Entry entry);

  /** Takes the next messages that may be delivered together; empty if there are none. */
  List<Entry> take(int max);

  /** A leased message is gone. */
  void leaseEnded(Entry entry);

  /** Forgets messages that are no longer ready. */
  void sweep();

  /**
   * What is ready of each key, up to a limit of messages looked at; empty if keys do not matter.
   */
  List<KeySample.Line> lines(int limit);

  /** Shows messages in the order they would be taken, about; some may no longer be ready. */
  Stream<Entry> stream();
}
