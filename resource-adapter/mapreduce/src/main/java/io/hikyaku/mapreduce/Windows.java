package io.hikyaku.mapreduce;

import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.StoreStatus;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Moves continuous jobs on: closes and seals panes, runs a job for each window, drops what is not
 * needed any more. Used by one thread of the eldest node; what another one did meanwhile, while two
 * take themselves for the eldest, does no harm. See ADR 12.
 */
final class Windows {

  /** Windows of a job that are computed at the same time. */
  private static final int MAX_RUNNING = 4;

  /** A reader that has ended a turn and not begun the next was lost on the way. */
  private static final long LOST_MILLIS = 3000;

  private final QueueStore store;
  private final TupleStore tuples;
  private final JobTable table;
  private final Scheduler scheduler;
  private final Readers readers;
  private final Clock clock;
  private final Map<String, Seen> seen = new HashMap<>();

  Windows(QueueStore store, JobTable table, Scheduler scheduler, Clock clock) {
    this.store = store;
    this.tuples = store.tuples();
    this.table = table;
    this.scheduler = scheduler;
    this.readers = new Readers(tuples, table);
    this.clock = clock;
  }

  /** What a reader looked like when it last changed. */
  private record Seen(int revision, long sinceNanos) {}

  /** How far a job is before it reads anything. */
  static Flow begin(SourceDefinition source, Panes panes, GroupStatus queue, long nowMillis) {
    long pane =
        source.byCount()
            ? 0
            : panes.at(nowMillis - queue.oldestAge().toMillis() - source.graceMillis());
    return new Flow(pane, pane, source.byCount() ? 0 : panes.firstWindow(pane), 0);
  }

  /** Does what there is to do for a job that runs. */
  void look(Definition job, State state) {
    try {
      Flow flow = close(job, state.flow());
      if (flow != null) {
        Panes panes = Panes.of(job);
        flow = finish(job, panes, flow);
        start(job, panes, flow);
        dropOld(job, panes, flow);
        revive(job);
      }
    } catch (UnknownGroupException e) {
      scheduler.end(job.id(), JobStatus.State.FAILED, e.getMessage());
    }
  }

  private Flow change(Definition job, UnaryOperator<Flow> change) {
    JobTable.Change changed =
        table.change(
            job.id(),
            state -> {
              Flow after = state.isRunning() ? change.apply(state.flow()) : null;
              return after == null ? null : state.with(after);
            });
    State state = changed == null ? table.state(job.id()) : changed.after();
    return state == null || !state.isRunning() ? null : state.flow();
  }

  /** Closes panes that are over, and makes sure that no reader puts more into them. */
  private Flow close(Definition job, Flow before) {
    OptionalLong over = over(job);
    Flow flow = before;
    if (over.isPresent() && over.getAsLong() > flow.closed()) {
      flow =
          change(job, now -> over.getAsLong() > now.closed() ? now.close(over.getAsLong()) : null);
    }
    if (flow != null && flow.sealed() < flow.closed()) {
      long sealed = flow.closed();
      for (int number = 0; number < job.source().readers(); number++) {
        readers.resolve(job, number);
      }
      flow = change(job, now -> sealed > now.sealed() ? now.seal(sealed) : null);
    }
    return flow;
  }

  /** The first pane that is not over; empty while that cannot be told. */
  private OptionalLong over(Definition job) {
    SourceDefinition source = job.source();
    Panes panes = Panes.of(job);
    if (source.byCount()) {
      Reader reader = table.reader(job.id(), 0);
      return reader == null
          ? OptionalLong.empty()
          : OptionalLong.of(panes.at(position(job, reader)));
    }
    long now = clock.millis();
    StoreStatus status = store.management().status();
    GroupStatus queue =
        status.groups().stream()
            .filter(group -> group.name().equals(source.queueGroup()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnknownGroupException(
                        "queue group '" + source.queueGroup() + "', which it reads, is gone"));
    if (!isWhole(status.cluster())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(panes.at(now - queue.oldestAge().toMillis() - source.graceMillis()));
  }

  /** Messages counted; a batch that is committed and not written down is as good as counted. */
  private long position(Definition job, Reader reader) {
    boolean committed =
        reader.outcome() == Reader.Outcome.OPEN
            && tuples.isCommitted(Readers.batchName(job, 0, reader.batch()));
    return committed ? readers.resolve(job, 0).position() : reader.position();
  }

  /** Whether all messages of the cluster are known to those who told of them. */
  private static boolean isWhole(ClusterStatus cluster) {
    boolean steady =
        cluster.state() == ClusterStatus.State.HEALTHY
            || cluster.state() == ClusterStatus.State.TOO_FEW_NODES;
    return steady
        && cluster.nodes().stream().allMatch(NodeStatus::answering)
        && cluster.nodes().stream().mapToInt(NodeStatus::primarySegments).sum()
            >= cluster.segments();
  }

  /** Takes note of windows that are done, in their order, and passes over those without tuples. */
  private Flow finish(Definition job, Panes panes, Flow before) {
    Flow flow = before;
    while (flow != null) {
      long number = flow.next();
      State child = table.state(panes.child(number));
      if (child == null) {
        Long pane = panes.existing(tuples).ceiling(panes.firstPane(number));
        long first = pane == null ? panes.firstWindow(flow.sealed()) : panes.firstWindow(pane);
        long to = Math.min(first, panes.firstWindow(flow.sealed()));
        if (to <= number) {
          return flow;
        }
        flow = change(job, now -> now.next() == number ? now.skipTo(to) : null);
      } else if (child.state() == JobStatus.State.DONE) {
        table.change(
            job.id(),
            state ->
                state.isRunning() && state.flow().next() == number
                    ? state.counted(child.counters()).with(state.flow().nextDone())
                    : null);
        flow = change(job, now -> null);
      } else {
        if (!child.isRunning()) {
          scheduler.end(
              job.id(),
              JobStatus.State.FAILED,
              "window "
                  + panes.start(number)
                  + ": "
                  + (child.failure() == null ? "its job was cancelled" : child.failure()));
          return null;
        }
        return flow;
      }
    }
    return null;
  }

  /** Begins windows whose panes are all sealed. */
  private void start(Definition job, Panes panes, Flow flow) {
    if (flow == null) {
      return;
    }
    NavigableSet<Long> existing = panes.existing(tuples);
    long end = flow.next() + MAX_RUNNING;
    for (long w = flow.next(); w < end && panes.endPane(w) <= flow.sealed(); w++) {
      List<Long> inputs = List.copyOf(existing.subSet(panes.firstPane(w), panes.endPane(w)));
      if (!inputs.isEmpty() && table.state(panes.child(w)) == null) {
        Definition child = WindowJob.of(job, panes, w, inputs, clock.millis());
        table.createIfAbsent(child, State.begin(child.stages().size()));
        scheduler.advance(child.id());
      }
    }
  }

  /** Forgets jobs of windows that are done, their panes, and outputs that are not to be kept. */
  private void dropOld(Definition job, Panes panes, Flow flow) {
    if (flow == null) {
      return;
    }
    for (String child : table.jobs()) {
      if (child.startsWith(panes.childPrefix())
          && Long.parseLong(child.substring(panes.childPrefix().length())) < flow.next()) {
        State state = table.state(child);
        if (state != null && state.isRunning()) {
          scheduler.end(child, JobStatus.State.CANCELLED, null);
        }
        table.remove(child);
      }
    }
    long needed = Math.min(panes.firstPane(flow.next()), flow.sealed());
    panes.existing(tuples).headSet(needed).forEach(pane -> tuples.drop(panes.group(pane)));
    NavigableMap<Long, List<String>> outputs = new TreeMap<>();
    for (TupleGroup group : tuples.groups()) {
      WindowJob.start(job, group.name())
          .ifPresent(
              start -> outputs.computeIfAbsent(start, any -> new ArrayList<>()).add(group.name()));
    }
    while (outputs.size() > job.source().kept()) {
      outputs.pollFirstEntry().getValue().forEach(tuples::drop);
    }
  }

  /** Sends the step of a reader again that was lost. */
  private void revive(Definition job) {
    for (int number = 0; number < job.source().readers(); number++) {
      Reader reader = table.reader(job.id(), number);
      String name = job.id() + "/" + number;
      Seen before = seen.get(name);
      if (reader == null || before == null || before.revision() != reader.revision()) {
        seen.put(name, new Seen(reader == null ? 0 : reader.revision(), System.nanoTime()));
        continue;
      }
      long quietMillis = (System.nanoTime() - before.sinceNanos()) / 1_000_000;
      if (quietMillis > (reader.running() ? 2 * job.stepTimeoutMillis() : 0) + LOST_MILLIS) {
        scheduler.readOn(job, number, reader.chain(), 0);
        seen.remove(name);
      }
    }
  }

  /** Forgets what it knows of jobs that are not there any more. */
  void retain(List<String> jobs) {
    seen.keySet().removeIf(name -> !jobs.contains(name.substring(0, name.indexOf('/'))));
  }
}
