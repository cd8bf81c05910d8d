package io.hikyaku.mapreduce;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One turn of a reader of a continuous job: consumes messages for a second, batch by batch, and
 * lets the reader go on with a further step. ADR 12 says why each message counts once.
 */
final class SourceBody implements Body {

  /** How long a turn lasts at the most, so that steps of windows get their turn as well. */
  private static final long MAX_TURN_MILLIS = 1000;

  /** The part of a step's time that a turn waits for messages, and for more messages. */
  private static final int WAITS_PER_STEP = 4;

  /** Messages of a batch, and bytes of their bodies, after which no more are waited for. */
  private static final int MAX_MESSAGES = 500;

  private static final int MAX_BYTES = 4 << 20;

  /** A batch waits so long for more messages, so that there are few commits in a pane. */
  private static final long MIN_LINGER_MILLIS = 10;

  private static final long MAX_LINGER_MILLIS = 1000;
  private static final int LINGERS_PER_PANE = 20;
  private static final long COUNT_LINGER_MILLIS = 20;

  /** Reading rests while so many slides are sealed and not computed. */
  private static final int MAX_BEHIND = 8;

  /** Reading rests while more than this part of the memory for tuples is in use. */
  private static final double MEMORY_SHARE = 0.8;

  private static final long REST_MILLIS = 200;

  /** How often a batch is mapped again because panes were closed meanwhile. */
  private static final int MAX_FENCED = 20;

  private final Step step;
  private final int number;
  private final Definition job;
  private final SourceDefinition source;
  private final Panes panes;
  private final QueueStore store;
  private final TupleStore tuples;
  private final JobTable table;
  private final Readers readers;
  private final Scheduler scheduler;
  private final Classes classes;
  private final Progress progress;
  private final StepContext<Object, Object> context;
  private final HeldLeases held;
  private Reader mine;
  private Reader.Note lastNote;
  private boolean lastSettled;

  SourceBody(
      Step step,
      Definition job,
      QueueStore store,
      JobTable table,
      Scheduler scheduler,
      Classes classes,
      Progress progress,
      ConcurrentMap<String, Object> shared) {
    this.step = step;
    this.number = step.input().input();
    this.job = job;
    this.source = job.source();
    this.panes = Panes.of(job);
    this.store = store;
    this.tuples = store.tuples();
    this.table = table;
    this.readers = new Readers(tuples, table);
    this.scheduler = scheduler;
    this.classes = classes;
    this.progress = progress;
    held = new HeldLeases(store);
    context = new StepContext<>(step, job, tuples, progress, shared);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void run() throws Exception {
    readers.resolve(job, number);
    mine =
        table.changeReader(
            job.id(),
            number,
            reader -> reader.chain() == step.round() ? reader.settled(false).begin() : null);
    if (mine == null) {
      throw new StepAborted("a later step reads in place of this one");
    }
    Mapper<String, ReceivedMessage, Object, Object> mapper =
        classes.make(source.mapper(), Mapper.class);
    boolean rest = false;
    try {
      SourceEmitter emitter =
          new SourceEmitter(
              classes.serializer(source.output().keys()),
              classes.serializer(source.output().values()));
      context.add(source.output().name(), emitter);
      mapper.setUp(context);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(within(MAX_TURN_MILLIS));
      while (!rest && end - System.nanoTime() > 0) {
        progress.check();
        rest = isBehind() || !readBatch(mapper, emitter, end);
      }
      mapper.cleanUp(context);
    } finally {
      held.releaseAll();
    }
    change(reader -> reader.settled(lastSettled).end());
    scheduler.readOn(job, number, mine.chain(), rest ? REST_MILLIS : 0);
  }

  private State state() {
    State state = table.state(job.id());
    if (state == null || !state.isRunning()) {
      throw new StepAborted("the job has ended");
    }
    return state;
  }

  private boolean isBehind() {
    Flow flow = state().flow();
    return flow.sealed() - panes.firstPane(flow.next()) > panes.span(MAX_BEHIND)
        || tuples.usedBytes() > MEMORY_SHARE * tuples.limitBytes();
  }

  /** Reads one batch, or none if no messages come; false if there is no room for its tuples. */
  private boolean readBatch(
      Mapper<String, ReceivedMessage, Object, Object> mapper, SourceEmitter emitter, long end)
      throws Exception {
    List<Lease> leases = gather(end);
    if (leases.isEmpty()) {
      return true;
    }
    try {
      List<Lease> left = withoutCounted(leases);
      while (!left.isEmpty()) {
        left = count(left, mapper, emitter);
      }
      return true;
    } catch (StoreFullException e) {
      lastNote = Reader.Note.VOID; // thrown before the commit
      lastSettled = true;
      return false;
    } finally {
      held.releaseAll();
    }
  }

  private List<Lease> gather(long end) throws InterruptedException {
    List<Lease> leases = new ArrayList<>();
    long until = end;
    long bytes = 0;
    while (leases.size() < MAX_MESSAGES && bytes < MAX_BYTES) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        break;
      }
      List<Lease> more =
          store.receive(source.queueGroup(), MAX_MESSAGES - leases.size(), Duration.ofNanos(left));
      if (Thread.interrupted()) {
        store.release(more, false, null);
        throw new InterruptedException("interrupted while reading " + source.queueGroup());
      }
      if (leases.isEmpty() && !more.isEmpty()) {
        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(linger());
      }
      leases.addAll(more);
      bytes += more.stream().mapToLong(lease -> lease.message().body().length).sum();
      held.add(more);
    }
    return leases;
  }

  private long linger() {
    return within(
        source.byCount()
            ? COUNT_LINGER_MILLIS
            : Math.max(
                MIN_LINGER_MILLIS,
                Math.min(MAX_LINGER_MILLIS, source.window().pane() / LINGERS_PER_PANE)));
  }

  /** At most a part of the time that the step has. */
  private long within(long millis) {
    return Math.min(millis, job.stepTimeoutMillis() / WAITS_PER_STEP);
  }

  /** Settles those that were counted before and came again. */
  private List<Lease> withoutCounted(List<Lease> leases) {
    Set<MessageId> ids =
        leases.stream().map(lease -> lease.message().id()).collect(Collectors.toSet());
    Set<MessageId> counted = readers.counted(job, number, ids);
    if (counted.isEmpty()) {
      return leases;
    }
    Map<Boolean, List<Lease>> parts =
        leases.stream()
            .collect(Collectors.partitioningBy(lease -> counted.contains(lease.message().id())));
    if (held.settle(parts.get(true))) {
      readers.forget(job, counted);
    }
    return parts.get(false);
  }

  /** Maps messages and counts them; what is returned did not fit. */
  private List<Lease> count(
      List<Lease> leases,
      Mapper<String, ReceivedMessage, Object, Object> mapper,
      SourceEmitter emitter)
      throws Exception {
    List<Lease> wanted = leases;
    for (int attempt = 0; attempt < MAX_FENCED; attempt++) {
      SourceBatch batch = new SourceBatch();
      emitter.to(batch);
      List<Lease> rest = map(wanted, mapper, batch);
      if (batch.leases().isEmpty()) {
        return rest;
      }
      List<MessageId> ids = batch.ids();
      change(reader -> reader.settled(lastSettled).next(ids));
      lastNote = null;
      // read behind the change: whoever closed panes before will fence this batch off
      Flow flow = state().flow();
      if (write(batch, flow)) {
        lastNote = batch.note();
        lastSettled = held.settle(batch.leases());
        if (!lastSettled) {
          change(reader -> reader.settled(false)); // before any of them comes again
        }
        return rest;
      }
      lastNote = Reader.Note.VOID;
      lastSettled = true;
      Set<MessageId> failed = new HashSet<>(ids(wanted));
      failed.removeAll(ids);
      failed.removeAll(ids(rest));
      wanted = wanted.stream().filter(lease -> !failed.contains(lease.message().id())).toList();
    }
    throw new IllegalStateException("panes are closed faster than a batch is mapped");
  }

  private static List<MessageId> ids(List<Lease> leases) {
    return leases.stream().map(lease -> lease.message().id()).toList();
  }

  /** Maps until the batch is full; gives what is left. */
  private List<Lease> map(
      List<Lease> leases,
      Mapper<String, ReceivedMessage, Object, Object> mapper,
      SourceBatch batch) {
    int at = 0;
    for (; at < leases.size() && !batch.isFull(); at++) {
      Lease lease = leases.get(at);
      ReceivedMessage message = lease.message();
      progress.check();
      progress.at(message.id());
      held.at(lease);
      batch.open();
      try {
        mapper.map(message.key().orElse(""), message, context);
        batch.add(lease, context.takeCounters());
      } catch (StepAborted e) {
        throw e;
      } catch (Exception e) {
        progress.check();
        batch.drop();
        context.takeCounters();
        failed(lease, e);
      }
    }
    held.at(null);
    progress.at(null);
    return leases.subList(at, leases.size());
  }

  /** Its queue group says how often the message is tried again. */
  private void failed(Lease lease, Exception failure) {
    String cause = StepRunner.text(failure);
    held.fail(lease, cause);
    String node = store.coordination().self().nodeName();
    table.addFailure(
        new Step(job.id(), 0, Step.SOURCE, step.input()),
        lease.message().id() + "-" + lease.message().deliveryCount(),
        new JobTable.Failure(
            cause,
            cause
                + "; "
                + source.mapper()
                + ", at message "
                + lease.message().id()
                + " with key "
                + lease.message().key().orElse("none")
                + " of group "
                + source.queueGroup()
                + ", on node "
                + node));
  }

  /** Stores tuples in the panes of their messages; false if the batch was fenced off before. */
  private boolean write(SourceBatch batch, Flow flow) {
    try (TupleWrite write = tuples.attempt(Readers.batchName(job, number, mine.batch()))) {
      Map<Long, Output<Object, Object>> outputs = new HashMap<>();
      batch.writeTo(
          (message, place) ->
              outputs.computeIfAbsent(
                  pane(message, mine.position() + place, flow), pane -> output(write, pane)));
      outputs.values().forEach(Output::flush);
      progress.check();
      write.note(batch.note().encode());
      return write.commit();
    }
  }

  private long pane(ReceivedMessage message, long position, Flow flow) {
    if (source.byCount()) {
      return panes.at(position);
    }
    long time = message.enqueuedAt().toEpochMilli();
    long due = message.message().deliverAt().map(at -> at.toEpochMilli()).orElse(time);
    return Math.max(flow.closed(), panes.at(Math.max(time, due)));
  }

  private Output<Object, Object> output(TupleWrite write, long pane) {
    String name = panes.group(pane);
    TupleGroup group = tuples.find(name);
    if (group == null) {
      group = tuples.create(name, source.output().settings());
    }
    return Output.of(
        write.sink(group), source.output(), source.partitioner(), source.combiner(), classes);
  }

  /** Changes the entry of this reader. */
  private void change(UnaryOperator<Reader> change) {
    Reader before = mine;
    mine =
        table.changeReader(
            job.id(),
            number,
            reader -> {
              if (reader.chain() != before.chain() || reader.batch() != before.batch()) {
                throw new StepAborted("another step reads in place of this one");
              }
              boolean open = reader.outcome() == Reader.Outcome.OPEN;
              return change.apply(open && lastNote != null ? reader.resolved(lastNote) : reader);
            });
    if (mine == null) {
      throw new StepAborted("the job has ended");
    }
  }

  @Override
  public void abandon() {
    held.abandon("the mapper did not come back in time");
  }
}
