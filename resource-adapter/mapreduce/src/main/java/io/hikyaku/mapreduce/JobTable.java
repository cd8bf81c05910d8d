package io.hikyaku.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Jobs in the replicated table: {@code d/job} its definition, {@code s/job} its state, {@code
 * f/job/…} each attempt that failed, {@code r/job/number} each reader of a continuous job. Reads
 * are local. Thread-safe.
 */
final class JobTable {

  private static final String DEFINITION = "d/";
  static final String STATE = "s/";
  private static final String FAILURE = "f/";
  private static final String READER = "r/";

  /** How often a change is tried against others that change the same job. */
  private static final int MAX_ATTEMPTS = 1000;

  /**
   * Failures of a continuous job that are kept. Those of other jobs have a bound of their own: its
   * steps times its attempts.
   */
  private static final int MAX_FAILURES = 1000;

  private final ReplicatedTable table;
  private final Duration timeout;
  private final Map<String, Definition> definitions = new ConcurrentHashMap<>();

  JobTable(ReplicatedTable table, Duration timeout) {
    this.table = table;
    this.timeout = timeout;
  }

  void create(Definition definition, State state) {
    await(table.put(DEFINITION + definition.id(), DefinitionCodec.encode(definition)));
    await(table.put(STATE + definition.id(), state.encode()));
  }

  /** As {@link #create}, leaving alone what is there. */
  void createIfAbsent(Definition definition, State state) {
    await(table.putIfAbsent(DEFINITION + definition.id(), DefinitionCodec.encode(definition)));
    await(table.putIfAbsent(STATE + definition.id(), state.encode()));
  }

  /** A job's definition, or null. */
  Definition definition(String job) {
    Definition known = definitions.get(job);
    if (known == null) {
      byte[] value = table.get(DEFINITION + job);
      if (value != null) {
        known = DefinitionCodec.decode(value);
        definitions.put(job, known);
      }
    }
    return known;
  }

  /** A job's state, or null. */
  State state(String job) {
    byte[] value = table.get(STATE + job);
    return value == null ? null : State.decode(value);
  }

  /**
   * Changes a job's state if nobody else did meanwhile, otherwise tries again with what there is
   * then.
   *
   * @param change gives null for no change
   * @return the state before and after; null if nothing was changed
   */
  Change change(String job, UnaryOperator<State> change) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      byte[] present = table.get(STATE + job);
      if (present == null) {
        return null;
      }
      State before = State.decode(present);
      State after = change.apply(before);
      if (after == null) {
        return null;
      }
      if (await(table.replace(STATE + job, present, after.encode()))) {
        return new Change(before, after);
      }
    }
    throw new QueueException(
        "the state of job '" + job + "' was not changed: too many others changed it");
  }

  void createReader(String job, int number) {
    await(table.putIfAbsent(readerKey(job, number), Reader.FIRST.encode()));
  }

  private static String readerKey(String job, int number) {
    return READER + job + "/" + number;
  }

  /** A reader of a continuous job, or null. */
  Reader reader(String job, int number) {
    byte[] value = table.get(readerKey(job, number));
    return value == null ? null : Reader.decode(value);
  }

  /**
   * Changes a reader as {@link #change} does a state.
   *
   * @return it as it is then; null if nothing was changed
   */
  Reader changeReader(String job, int number, UnaryOperator<Reader> change) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      byte[] present = table.get(readerKey(job, number));
      Reader after = present == null ? null : change.apply(Reader.decode(present));
      if (after == null) {
        return null;
      }
      if (await(table.replace(readerKey(job, number), present, after.encode()))) {
        return after;
      }
    }
    throw new QueueException(
        "reader " + number + " of job '" + job + "' was not changed: too many others changed it");
  }

  /** One change that was made. */
  record Change(State before, State after) {}

  List<String> jobs() {
    List<String> jobs = new ArrayList<>();
    for (String key : table.entries().keySet()) {
      if (key.startsWith(STATE)) {
        jobs.add(key.substring(STATE.length()));
      }
    }
    return jobs;
  }

  /** Keeps that an attempt at a step failed: {@link #failures(Step)} counts on it. */
  void addFailure(Step step, String attempt, Failure failure) {
    if (step.readsSource() && !hasRoom(step)) {
      return;
    }
    byte[] cause = failure.cause().getBytes(UTF_8);
    byte[] detail = failure.detail().getBytes(UTF_8);
    await(
        table.put(
            failureKey(step) + attempt,
            ByteBuffer.allocate(2 * Integer.BYTES + cause.length + detail.length)
                .putInt(1)
                .putInt(cause.length)
                .put(cause)
                .put(detail)
                .array()));
  }

  /**
   * Where there are too many, that of a turn takes the place of one before; that of a message is
   * left out, as its queue group counts its deliveries.
   */
  private boolean hasRoom(Step turn) {
    String ofJob = FAILURE + turn.job() + "/";
    List<String> present =
        table.entries().keySet().stream().filter(key -> key.startsWith(ofJob)).sorted().toList();
    if (present.size() < MAX_FAILURES) {
      return true;
    }
    if (turn.round() == 0) {
      return false;
    }
    String ofTurn = failureKey(turn);
    present.stream()
        .filter(key -> !key.startsWith(ofTurn))
        .findFirst()
        .ifPresent(key -> await(table.remove(key)));
    return true;
  }

  private static String failureKey(Step step) {
    return FAILURE
        + step.job()
        + "/"
        + step.round()
        + "/"
        + step.stage()
        + "/"
        + step.input().text()
        + "/";
  }

  /** How many attempts at a step failed. */
  int failures(Step step) {
    String prefix = failureKey(step);
    return (int) table.entries().keySet().stream().filter(key -> key.startsWith(prefix)).count();
  }

  /** All failures of a job. */
  List<Failure> failures(String job) {
    Map<String, byte[]> found = new TreeMap<>();
    table
        .entries()
        .forEach(
            (key, value) -> {
              if (key.startsWith(FAILURE + job + "/")) {
                found.put(key, value);
              }
            });
    return found.values().stream().map(JobTable::failure).toList();
  }

  private static Failure failure(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    buffer.getInt();
    byte[] cause = new byte[buffer.getInt()];
    buffer.get(cause);
    return new Failure(new String(cause, UTF_8), UTF_8.decode(buffer).toString());
  }

  /**
   * An attempt that failed.
   *
   * @param cause what failures are grouped by
   * @param detail with the key and the node
   */
  record Failure(String cause, String detail) {}

  /** Forgets a job. */
  void remove(String job) {
    for (String key : table.entries().keySet()) {
      if (key.equals(DEFINITION + job)
          || key.equals(STATE + job)
          || key.startsWith(FAILURE + job + "/")
          || key.startsWith(READER + job + "/")) {
        await(table.remove(key));
      }
    }
    forget(job);
  }

  /** Forgets what this node keeps of a job that is removed. */
  void forget(String job) {
    definitions.remove(job);
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new OutcomeUnknownException("the state of a job may not be stored: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException("interrupted while the state of a job was stored", e);
    }
  }
}
