package io.hikyaku.store.index;

import java.util.List;
import java.util.function.Consumer;

/** The order in which a group gives out its ready messages. */
sealed interface ReadyQueue permits SpreadQueue, KeyedQueue {

  /** Adds a message at the end. */
  void add(Entry entry);

  /** Puts a message back that was leased. */
  void giveBack(Entry entry);

  /** Notes that a message is leased that was not taken from here: another member says so. */
  void leasedElsewhere(Entry entry);

  /** Takes the next messages that may be delivered together; empty if there are none. */
  List<Entry> take(int max);

  /** A leased message is gone. */
  void leaseEnded(Entry entry);

  /** Forgets messages that are no longer ready. */
  void purge();

  /** Shows ready messages in the order they would be taken, about. */
  void forEach(Consumer<Entry> action);
}
