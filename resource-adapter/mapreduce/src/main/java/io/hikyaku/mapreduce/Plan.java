package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says what comes next in a job, going by its state and what steps have committed. Whoever asks,
 * and however often, gets the same answer; making groups and giving them their names, which it does
 * on the way, may be done again.
 */
final class Plan {

  /** What one step of a map reads; a reduce reads its whole partition. */
  private static final long SHARE_BYTES = 32 << 20;

  private final TupleStore tuples;
  private final Clock clock;

  Plan(TupleStore tuples, Clock clock) {
    this.tuples = tuples;
    this.clock = clock;
  }

  /** The next state; null if there is nothing to change. */
  State next(Definition job, State present) {
    if (!present.isRunning()) {
      return null;
    }
    State state = present;
    boolean changed = true;
    while (changed && state.isRunning()) {
      State before = state;
      for (int stage = 0; stage < job.stages().size(); stage++) {
        state = move(job, state, stage);
      }
      if (state.allDone()) {
        state = endOfRound(job, state);
      }
      changed = state.revision() != before.revision();
    }
    return state.revision() == present.revision() ? null : state;
  }

  private State move(Definition job, State state, int number) {
    StageState stage = state.stages().get(number);
    if (stage.phase() == StageState.Phase.WAITING
        && job.before(number).stream()
            .allMatch(other -> state.stages().get(other).phase() == StageState.Phase.DONE)) {
      return state.with(number, begin(job, state.round(), number));
    }
    if (stage.isActive()) {
      Map<String, byte[]> commits = tuples.commits(job.steps(state.round(), number));
      if (commits.size() >= stage.steps().size()) {
        return state.with(number, stage.with(StageState.Phase.DONE)).counted(counters(commits));
      }
    }
    return state;
  }

  /** The counters that steps have committed. */
  static Map<String, Long> counters(Map<String, byte[]> commits) {
    Map<String, Long> sum = new TreeMap<>();
    for (byte[] note : commits.values()) {
      Bytes.read(note, Bytes::counters).forEach((name, count) -> sum.merge(name, count, Long::sum));
    }
    return sum;
  }

  private StageState begin(Definition job, int round, int number) {
    Definition.StageDefinition stage = job.stages().get(number);
    for (Definition.Group output : stage.outputs()) {
      tuples.create(job.output(output.name(), round), output.settings());
    }
    List<StageState.StepInput> steps = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    if (stage.kind() == Stage.Kind.MAP) {
      for (int input = 0; input < stage.inputs().size(); input++) {
        mapSteps(group(job, stage, input, round), input, steps, sizes);
      }
    } else {
      mergeSteps(job, stage, round, steps, sizes);
    }
    double mean = sizes.stream().mapToLong(Long::longValue).average().orElse(0);
    long largest = sizes.stream().mapToLong(Long::longValue).max().orElse(0);
    return new StageState(
        steps.isEmpty() ? StageState.Phase.DONE : StageState.Phase.STARTING,
        steps,
        mean == 0 ? 0 : largest / mean);
  }

  private TupleGroup group(Definition job, Definition.StageDefinition stage, int input, int round) {
    return tuples.require(job.input(stage.inputs().get(input).name(), round));
  }

  private void mapSteps(
      TupleGroup group, int input, List<StageState.StepInput> steps, List<Long> sizes) {
    for (TupleStore.PartitionSize size : tuples.sizes(group)) {
      int shares = (int) Math.min(size.blocks(), 1 + size.bytes() / SHARE_BYTES);
      for (int share = 0; share < shares; share++) {
        steps.add(new StageState.StepInput(input, size.partition(), share, shares));
        sizes.add(size.bytes() / shares);
      }
    }
  }

  private void mergeSteps(
      Definition job,
      Definition.StageDefinition stage,
      int round,
      List<StageState.StepInput> steps,
      List<Long> sizes) {
    Map<Integer, Long> bytes = new TreeMap<>();
    int partitions = -1;
    for (int input = 0; input < stage.inputs().size(); input++) {
      TupleGroup group = group(job, stage, input, round);
      if (partitions >= 0 && partitions != group.settings().partitions()) {
        throw new IllegalStateException(
            "'"
                + stage.inputs().get(input).name()
                + "' has "
                + group.settings().partitions()
                + " partitions and '"
                + stage.inputs().get(0).name()
                + "' has "
                + partitions
                + ": what is merged must have equally many");
      }
      partitions = group.settings().partitions();
      for (TupleStore.PartitionSize size : tuples.sizes(group)) {
        if (size.blocks() > 0) {
          bytes.merge(size.partition(), size.bytes(), Long::sum);
        }
      }
    }
    bytes.forEach(
        (partition, size) -> {
          steps.add(new StageState.StepInput(0, partition, 0, 1));
          sizes.add(size);
        });
  }

  private State endOfRound(Definition job, State state) {
    if (job.loop() != null
        && state.round() + 1 < job.loop().rounds()
        && state.roundCounters().getOrDefault(job.loop().counter(), 0L) > job.loop().limit()) {
      return state.nextRound();
    }
    for (Definition.StageDefinition stage : job.stages()) {
      for (Definition.Group output : stage.outputs()) {
        String made = job.output(output.name(), state.round());
        if (!job.temporary().contains(output.name()) && !made.equals(output.name())) {
          tuples.rename(made, output.name());
        }
      }
    }
    return state.ended(JobStatus.State.DONE, null, clock.millis());
  }

  /** Whether a group that a job made for itself is still needed. */
  static boolean needs(Definition job, State state, String group) {
    if (!state.isRunning()) {
      return false;
    }
    if (job.roundOf(group) > state.round()) {
      return true; // made by one who knows a later state
    }
    for (int number = 0; number < job.stages().size(); number++) {
      Definition.StageDefinition stage = job.stages().get(number);
      boolean done = state.stages().get(number).phase() == StageState.Phase.DONE;
      boolean reads =
          stage.needs().anyMatch(in -> job.input(in.name(), state.round()).equals(group));
      boolean writes =
          stage.outputs().stream()
              .filter(out -> !done || !job.temporary().contains(out.name()))
              .anyMatch(out -> job.output(out.name(), state.round()).equals(group));
      if (writes || (reads && !done)) {
        return true;
      }
    }
    return false;
  }
}
