package io.hikyaku.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.store.Coordination;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Moves jobs on. Any node does it, whenever it has a reason to: a step it ran was the last of its
 * stage, or the eldest looks after all jobs. Thread-safe.
 */
final class Scheduler {

  /** Step messages in one unit of work. */
  private static final int MAX_SENT = 500;

  private final QueueStore store;
  private final TupleStore tuples;
  private final Coordination coordination;
  private final JobTable table;
  private final Plan plan;
  private final Clock clock;

  Scheduler(QueueStore store, JobTable table, Clock clock) {
    this.store = store;
    this.tuples = store.tuples();
    this.coordination = store.coordination();
    this.table = table;
    this.clock = clock;
    plan = new Plan(tuples, clock);
  }

  /** Begins what can begin and ends what is done. */
  void advance(String job) {
    Definition definition = table.definition(job);
    if (definition == null || definition.source() != null) {
      return;
    }
    JobTable.Change change;
    try {
      change = table.change(job, state -> plan.next(definition, state));
    } catch (OutcomeUnknownException e) {
      throw e; // the eldest looks after it
    } catch (QueueException | IllegalStateException e) {
      end(job, JobStatus.State.FAILED, e.getMessage());
      return;
    }
    if (change != null) {
      sendStarting(definition, change.after());
      dropUnneeded(definition, change.after());
    }
  }

  /** Moves on only if all steps of the stage are committed. */
  void stepDone(Definition job, Step step) {
    State state = table.state(step.job());
    if (state != null
        && state.round() == step.round()
        && tuples.commits(job.steps(step.round(), step.stage())).size()
            >= state.stages().get(step.stage()).steps().size()) {
      advance(step.job());
    }
  }

  /** Sends the steps of stages of which that is not sure; those sent twice count once. */
  void sendStarting(Definition job, State state) {
    for (int number = 0; number < state.stages().size(); number++) {
      if (state.stages().get(number).phase() == StageState.Phase.STARTING) {
        sendSteps(job, state, number);
        int stage = number;
        table.change(
            job.id(),
            present ->
                present.isRunning()
                        && present.round() == state.round()
                        && present.stages().get(stage).phase() == StageState.Phase.STARTING
                    ? present.with(
                        stage, present.stages().get(stage).with(StageState.Phase.RUNNING))
                    : null);
      }
    }
  }

  /**
   * Lets a reader of a continuous job go on, from this node.
   *
   * @param chain the turn that it is
   */
  void readOn(Definition job, int reader, int chain, long delayMillis) {
    List<String> steps = List.of(Step.ofReader(job.id(), chain, reader).text());
    send(job, coordination.self(), steps, delayMillis);
  }

  /** Sends the steps of a stage that are not committed, each to the node that owns its input. */
  void sendSteps(Definition job, State state, int number) {
    Definition.StageDefinition stage = job.stages().get(number);
    Map<Member, List<String>> byOwner = new LinkedHashMap<>();
    for (StageState.StepInput input : state.stages().get(number).steps()) {
      Step step = new Step(job.id(), state.round(), number, input);
      TupleGroup group =
          tuples.find(job.input(stage.inputs().get(input.input()).name(), state.round()));
      Member owner = group == null ? null : tuples.owner(group, input.partition());
      if (!tuples.isCommitted(step.commitName(job))) {
        byOwner
            .computeIfAbsent(owner == null ? coordination.self() : owner, any -> new ArrayList<>())
            .add(step.text());
      }
    }
    byOwner.forEach((owner, steps) -> send(job, owner, steps, 0));
  }

  /**
   * Lets a node send steps: from there they are taken first.
   *
   * @param delayMillis before they are given out
   */
  void send(Definition job, Member node, List<String> steps, long delayMillis) {
    for (int from = 0; from < steps.size(); from += MAX_SENT) {
      List<String> some = steps.subList(from, Math.min(steps.size(), from + MAX_SENT));
      byte[] request =
          (job.stepsGroup() + "\n" + delayMillis + "\n" + String.join("\n", some)).getBytes(UTF_8);
      try {
        coordination.call(node, request).toCompletableFuture().join();
      } catch (CompletionException e) {
        // it left: what it did not send is sent from here; sent twice counts once
        sendHere(request).toCompletableFuture().join();
      }
    }
  }

  /** Sends what another node, or this one, wants sent from here. */
  CompletionStage<byte[]> sendHere(byte[] request) {
    String[] lines = new String(request, UTF_8).split("\n", -1);
    long delayMillis = Long.parseLong(lines[1]);
    Instant due = Instant.ofEpochMilli(clock.millis() + delayMillis);
    List<Message> messages = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) {
      Message.Builder message = Message.builder(lines[i]);
      messages.add(delayMillis > 0 ? message.deliverAt(due).build() : message.build());
    }
    UnitOfWork unit = store.begin();
    unit.sendAll(lines[0], messages);
    return unit.commit().thenApply(done -> new byte[0]);
  }

  /** Ends a job; false if it had ended. */
  boolean end(String job, JobStatus.State how, String why) {
    JobTable.Change change =
        table.change(
            job, state -> state.isRunning() ? state.ended(how, why, clock.millis()) : null);
    Definition definition = table.definition(job);
    if (change == null || definition == null) {
      return false;
    }
    dropUnneeded(definition, change.after());
    if (definition.source() != null) {
      String children = Panes.of(definition).childPrefix();
      table.jobs().stream()
          .filter(child -> child.startsWith(children))
          .forEach(child -> end(child, JobStatus.State.CANCELLED, null));
    }
    return true;
  }

  /** Drops groups that a job made for itself and does not need any more. */
  void dropUnneeded(Definition job, State state) {
    if (job.source() != null && state.isRunning()) {
      return; // its panes go with their windows
    }
    for (TupleGroup group : tuples.groups()) {
      if (group.name().startsWith(job.prefix()) && !Plan.needs(job, state, group.name())) {
        tuples.drop(group.name());
      }
    }
  }
}
