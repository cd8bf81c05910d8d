package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.index.Entry.State;
import io.hikyaku.store.page.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Looks at single messages, for people: nothing is disturbed by it. Thread-safe. */
public final class MessageIndex {

  private static final int SEARCHED_AT_ONCE = 1000;

  private final IndexState state;

  MessageIndex(IndexState state) {
    this.state = state;
  }

  /** What became of an attempt to take a message from its consumers. */
  public enum Taken {
    /** It is not here, or of another group. */
    NOT_HERE,
    /** A consumer or a branch works on it. */
    IN_USE,
    /** It is given to nobody from here on. */
    TAKEN
  }

  /** Messages and bytes of a group that are stored here. */
  public record Usage(long messages, long bytes) {}

  /** What is searched of a message; read under the lock, and good for as long as it is held. */
  private record Searched(Entry entry, Slice key, Slice headers) {

    /** Nothing of one that was consumed meanwhile. */
    static Stream<Searched> of(Entry entry) {
      return entry.state == State.GONE
          ? Stream.empty()
          : Stream.of(new Searched(entry, entry.keyBytes(), entry.headerBytes()));
    }
  }

  /** A part of a group's messages, and how many there are in all. */
  public record Part(long total, List<StoredMessage> messages) {}

  /** Finds a message in the segments that are open here. */
  public Optional<StoredMessage> find(MessageId id) {
    return search(id, (segment, entry) -> StoredMessage.of(entry));
  }

  /** Finds messages of a group in the segments that are open here; null for those that are not. */
  public StoredMessage[] find(Group group, List<MessageId> ids) {
    return state.locked(
        () -> {
          StoredMessage[] found = new StoredMessage[ids.size()];
          for (int i = 0; i < found.length; i++) {
            Entry entry = entry(ids.get(i));
            if (entry != null && Epoch.group(entry.epoch()) == Epoch.group(group.epoch())) {
              found[i] = StoredMessage.of(entry);
            }
          }
          return found;
        });
  }

  private Entry entry(MessageId id) {
    for (SegmentIndex segment : state.segments.values()) {
      Entry entry = segment.entry(id);
      if (entry != null) {
        return entry.queue == null || entry.queue.isRetired() ? null : entry;
      }
    }
    return null;
  }

  /** Runs on the message of an id, under the lock; empty if it is not here. */
  private <T> Optional<T> search(MessageId id, BiFunction<SegmentIndex, Entry, T> action) {
    return state.locked(
        () -> {
          for (SegmentIndex segment : state.segments.values()) {
            Entry entry = segment.entry(id);
            if (entry != null) {
              boolean valid = entry.queue != null && !entry.queue.isRetired();
              return valid ? Optional.of(action.apply(segment, entry)) : Optional.empty();
            }
          }
          return Optional.empty();
        });
  }

  /** Messages of a group: those ready in their order, those held back, those worked on. */
  public Part browse(Group group, int offset, int limit) {
    Part[] part = {new Part(0, List.of())};
    state.update(
        update -> {
          GroupQueue queue = state.queue(group, update);
          List<StoredMessage> messages = new ArrayList<>();
          queue
              .messages()
              .skip(offset)
              .limit(limit)
              .forEach(entry -> messages.add(StoredMessage.of(entry)));
          part[0] = new Part(queue.counters().depth(), messages);
        });
    return part[0];
  }

  /**
   * Takes a message from its consumers, to settle it.
   *
   * @param segments takes the segment that it lives in, if it was taken
   */
  public Taken take(Group group, MessageId id, List<Integer> segments) {
    return search(
            id,
            (segment, entry) -> {
              if (Epoch.group(entry.epoch()) != Epoch.group(group.epoch())) {
                return Taken.NOT_HERE;
              } else if (entry.state == State.LEASED) {
                return Taken.IN_USE;
              }
              entry.queue.hold(entry);
              segments.add(segment.number());
              return Taken.TAKEN;
            })
        .orElse(Taken.NOT_HERE);
  }

  /** Leases a message that nobody works on, even one that is held back. */
  public Optional<Lease> lease(Group group, MessageId id) {
    return search(
            id,
            (segment, entry) -> {
              if (Epoch.group(entry.epoch()) != Epoch.group(group.epoch())
                  || entry.state == State.LEASED) {
                return Optional.<Lease>empty();
              }
              entry.queue.hold(entry);
              return Optional.<Lease>of(new MessageLease(entry, entry.failures + 1));
            })
        .flatMap(lease -> lease);
  }

  /** What a group holds here of each key. */
  public KeySample keys(Group group, int limit) {
    KeySample[] sample = new KeySample[1];
    state.update(update -> sample[0] = KeySample.of(state.queue(group, update), limit));
    return sample[0];
  }

  /** All messages of a group that are here. */
  public List<StoredMessage> all(Group group) {
    return browse(group, 0, Integer.MAX_VALUE).messages();
  }

  /**
   * Messages whose key or a header's value has a text in it, in any case of letters. Consumers are
   * held up for a few messages at a time, not for the whole search.
   */
  public List<StoredMessage> search(Group group, String text, int limit) {
    TextMatch match = new TextMatch(text);
    List<Entry> entries = new ArrayList<>();
    state.update(update -> state.queue(group, update).messages().forEach(entries::add));
    List<StoredMessage> found = new ArrayList<>();
    for (int from = 0; from < entries.size() && found.size() < limit; from += SEARCHED_AT_ONCE) {
      List<Entry> some = entries.subList(from, Math.min(from + SEARCHED_AT_ONCE, entries.size()));
      List<Searched> texts = state.locked(() -> some.stream().flatMap(Searched::of).toList());
      List<Entry> matching = new ArrayList<>();
      for (Searched one : texts) {
        // without the lock: what stands in pages does not change
        if (match.isIn(one.key(), one.headers())) {
          matching.add(one.entry());
        }
      }
      state.locked(() -> matching.stream().flatMap(MessageIndex::stillThere).forEach(found::add));
    }
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  private static Stream<StoredMessage> stillThere(Entry entry) {
    return entry.state == State.GONE || entry.queue.isRetired()
        ? Stream.empty()
        : Stream.of(StoredMessage.of(entry));
  }

  /**
   * Makes messages of a key ready that are held back. Only here and now: what was ready when a
   * segment moves is held back again at its new place.
   *
   * @return how many
   */
  public int deliverNow(Group group, String key) {
    int[] moved = new int[1];
    state.update(
        update -> {
          GroupQueue queue = state.queue(group, update);
          moved[0] = queue.wake(entry -> entry.key().equals(key));
          update.touch(queue);
        });
    return moved[0];
  }

  /** What a group, by {@link Epoch#group}, holds here. */
  public Usage usage(long group) {
    return state.locked(
        () -> {
          GroupQueue queue = state.queues.get(group);
          return queue == null
              ? new Usage(0, 0)
              : new Usage(queue.counters().depth(), queue.counters().bytes);
        });
  }
}
