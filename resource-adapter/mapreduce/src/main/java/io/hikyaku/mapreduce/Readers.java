package io.hikyaku.mapreduce;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The readers of continuous jobs: what became of their batches. Thread-safe. */
record Readers(TupleStore tuples, JobTable table) {

  private static final int MAX_ATTEMPTS = 100;

  static String batchName(Definition job, int reader, long batch) {
    return job.prefix() + "r/" + reader + "/" + batch;
  }

  /** What the commit of a batch says; null if there is none. */
  private Reader.Note note(String batch) {
    byte[] note = tuples.commits(batch).get(batch);
    return note == null ? null : Reader.Note.decode(note);
  }

  /**
   * Writes down what became of a reader's last batch. One that is not committed is fenced off: a
   * commit of its name that counts nothing comes first, and that of its writer, should it still
   * come, has no effect.
   *
   * @return the reader, or null if there is none
   */
  Reader resolve(Definition job, int number) {
    Reader changed =
        table.changeReader(
            job.id(),
            number,
            reader ->
                reader.outcome() == Reader.Outcome.OPEN
                    ? reader.resolved(outcome(job, batchName(job, number, reader.batch())))
                    : null);
    return changed == null ? table.reader(job.id(), number) : changed;
  }

  private Reader.Note outcome(Definition job, String batch) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Reader.Note note = note(batch);
      if (note != null) {
        return note;
      }
      fence(job, batch);
    }
    throw new QueueException("batch " + batch + " can neither be found nor be fenced off");
  }

  /** The fence belongs to the panes that are there, so that it goes when the last of them does. */
  private void fence(Definition job, String batch) {
    Panes panes = Panes.of(job);
    try (TupleWrite write = tuples.attempt(batch)) {
      for (long pane : panes.existing(tuples)) {
        TupleGroup group = tuples.find(panes.group(pane));
        if (group != null) {
          write.sink(group);
        }
      }
      write.note(Reader.Note.VOID.encode());
      write.commit();
    } catch (UnknownGroupException e) {
      // a pane was dropped at this moment: the next attempt does without it
    }
  }

  /** Those of some messages that were counted and not settled, by whatever reader. */
  Set<MessageId> counted(Definition job, int self, Collection<MessageId> ids) {
    Set<MessageId> counted = new HashSet<>();
    for (int number = 0; number < job.source().readers(); number++) {
      Reader reader = table.reader(job.id(), number);
      if (reader == null) {
        continue;
      }
      addCommon(reader.older(), ids, counted);
      if (number != self && reader.ids().stream().anyMatch(ids::contains)) {
        // whoever had them has lost them: if its batch is not committed by now, it never is
        Reader resolved = resolve(job, number);
        addCommon(resolved.older(), ids, counted);
        if (resolved.outcome() == Reader.Outcome.COUNTED) {
          addCommon(resolved.ids(), ids, counted);
        }
      }
    }
    return counted;
  }

  private static void addCommon(
      Collection<MessageId> known, Collection<MessageId> ids, Set<MessageId> common) {
    known.stream().filter(ids::contains).forEach(common::add);
  }

  /** These were settled by now. */
  void forget(Definition job, Set<MessageId> settled) {
    for (int number = 0; number < job.source().readers(); number++) {
      table.changeReader(
          job.id(),
          number,
          reader ->
              reader.older().stream().anyMatch(settled::contains) ? reader.forget(settled) : null);
    }
  }
}
