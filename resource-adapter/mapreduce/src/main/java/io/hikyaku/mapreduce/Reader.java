package io.hikyaku.mapreduce;

import io.hikyaku.api.MessageId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is known of a reader of a continuous job. Before the tuples of a batch of messages count,
 * the ids of the messages are kept here; so whoever gets one of them again, because it was not
 * settled, finds out whether it was counted.
 *
 * @param chain the step of this number goes on reading
 * @param running whether that step has begun
 * @param batch number of the last batch; its tuples count if its commit is there
 * @param outcome of that batch, as far as it was written down
 * @param ids of its messages; none when they are settled
 * @param position messages counted by all batches whose outcome was written down
 * @param counters likewise
 * @param older messages that were counted and perhaps not settled
 */
record Reader(
    int revision,
    int chain,
    boolean running,
    long batch,
    Outcome outcome,
    List<MessageId> ids,
    long position,
    Map<String, Long> counters,
    List<MessageId> older) {

  static final Reader FIRST =
      new Reader(1, 1, false, 0, Outcome.VOID, List.of(), 0, Map.of(), List.of());

  /** What became of a batch. */
  enum Outcome {
    /** Its commit says. */
    OPEN,
    COUNTED,
    /** Another commit of its name came first, which says that it does not count. */
    VOID
  }

  /** What goes with the commit of a batch. */
  record Note(boolean counts, long messages, Map<String, Long> counters) {
    static final Note VOID = new Note(false, 0, Map.of());

    byte[] encode() {
      return Bytes.write(
          out -> {
            out.writeBoolean(counts);
            out.writeLong(messages);
            Bytes.counters(out, counters);
          });
    }

    static Note decode(byte[] bytes) {
      return Bytes.read(bytes, in -> new Note(in.readBoolean(), in.readLong(), Bytes.counters(in)));
    }
  }

  /** A step begins. */
  Reader begin() {
    return new Reader(revision + 1, chain, true, batch, outcome, ids, position, counters, older);
  }

  /** A step has ended; the next goes on. */
  Reader end() {
    return new Reader(
        revision + 1, chain + 1, false, batch, outcome, ids, position, counters, older);
  }

  /** A further batch is about to count. */
  Reader next(List<MessageId> messages) {
    return new Reader(
        revision + 1, chain, running, batch + 1, Outcome.OPEN, messages, position, counters, older);
  }

  /** What became of the batch. */
  Reader resolved(Note note) {
    return new Reader(
        revision + 1,
        chain,
        running,
        batch,
        note.counts() ? Outcome.COUNTED : Outcome.VOID,
        ids,
        position + note.messages(),
        State.sum(counters, note.counters()),
        older);
  }

  /** The batch is over: its messages are settled, or do not count; or else are to be remembered. */
  Reader settled(boolean surely) {
    List<MessageId> remembered = older;
    if (!surely && outcome == Outcome.COUNTED && !ids.isEmpty()) {
      remembered = new ArrayList<>(older);
      remembered.addAll(ids);
    }
    return new Reader(
        revision + 1, chain, running, batch, outcome, List.of(), position, counters, remembered);
  }

  /** These need not be remembered any more. */
  Reader forget(Collection<MessageId> gone) {
    List<MessageId> left = new ArrayList<>(older);
    left.removeAll(gone);
    return new Reader(revision + 1, chain, running, batch, outcome, ids, position, counters, left);
  }

  byte[] encode() {
    return Bytes.write(
        out -> {
          out.writeInt(revision);
          out.writeInt(chain);
          out.writeBoolean(running);
          out.writeLong(batch);
          out.writeUTF(outcome.name());
          ids(out, ids);
          out.writeLong(position);
          Bytes.counters(out, counters);
          ids(out, older);
        });
  }

  private static void ids(DataOutputStream out, List<MessageId> ids) throws IOException {
    out.writeInt(ids.size());
    for (MessageId id : ids) {
      out.writeLong(id.writer());
      out.writeLong(id.sequence());
    }
  }

  static Reader decode(byte[] bytes) {
    return Bytes.read(
        bytes,
        in ->
            new Reader(
                in.readInt(),
                in.readInt(),
                in.readBoolean(),
                in.readLong(),
                Outcome.valueOf(in.readUTF()),
                ids(in),
                in.readLong(),
                Bytes.counters(in),
                ids(in)));
  }

  private static List<MessageId> ids(DataInputStream in) throws IOException {
    return Bytes.list(in, from -> new MessageId(from.readLong(), from.readLong()));
  }
}
