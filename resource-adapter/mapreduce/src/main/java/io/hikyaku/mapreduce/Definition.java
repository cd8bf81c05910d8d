package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A job as all nodes know it: classes by their names. Never changed once it was submitted.
 *
 * @param existing names of outputs that were there before and are added to
 * @param source null unless it is a continuous job
 * @param stepsGroup the queue group that its steps are sent to
 * @param loop null if the stages run once
 */
record Definition(
    String id,
    String name,
    List<StageDefinition> stages,
    Set<String> temporary,
    Set<String> existing,
    Map<String, String> configuration,
    Job.Loop loop,
    SourceDefinition source,
    String stepsGroup,
    int attempts,
    long stepTimeoutMillis,
    long startedAtMillis) {

  /** What tells the job of a window, in its configuration, when the window begins. */
  static final String WINDOW_START = "window.start";

  /**
   * A stage.
   *
   * @param joinKind null unless it joins
   * @param combiner class name, or null
   * @param partitioner class name, or null
   */
  record StageDefinition(
      Stage.Kind kind,
      String task,
      Joiner.Kind joinKind,
      List<Group> inputs,
      List<Group> sideData,
      List<Group> outputs,
      String combiner,
      String partitioner) {

    /** Inputs and side data. */
    Stream<Group> needs() {
      return Stream.concat(inputs.stream(), sideData.stream());
    }

    boolean writes(String group) {
      return outputs.stream().anyMatch(output -> output.name().equals(group));
    }

    static StageDefinition of(Stage<?, ?> stage) {
      return new StageDefinition(
          stage.kind(),
          stage.task().getName(),
          stage.joinKind(),
          stage.inputs().stream().map(Group::of).toList(),
          stage.sideData().stream().map(Group::of).toList(),
          stage.outputs().stream().map(Group::of).toList(),
          stage.combiner() == null ? null : stage.combiner().getName(),
          stage.partitioner() == null ? null : stage.partitioner().getName());
    }
  }

  /** A group as a job names it. */
  record Group(String name, String keys, String values, TupleGroupSettings settings) {
    static Group of(TypedGroup<?, ?> group) {
      return new Group(
          group.name(),
          group.keys().getClass().getName(),
          group.values().getClass().getName(),
          group.settings());
    }
  }

  /** The stages whose output a stage waits for. */
  List<Integer> before(int stage) {
    return IntStream.range(0, stages.size())
        .filter(
            other ->
                stages.get(stage).needs().anyMatch(input -> stages.get(other).writes(input.name())))
        .boxed()
        .toList();
  }

  /** What all groups that a job makes for itself are named after. */
  String prefix() {
    return id + "/";
  }

  /** The name in the store that a stage's input has in a round. */
  String input(String group, int round) {
    if (loop != null && group.equals(loop.state()) && round > 0) {
      return made(loop.next(), round - 1);
    }
    return isWritten(group) ? output(group, round) : group;
  }

  /** The name in the store that an output has while the job runs. */
  String output(String group, int round) {
    return existing.contains(group) ? group : made(group, round);
  }

  private String made(String group, int round) {
    return prefix() + round + "/" + group;
  }

  private boolean isWritten(String group) {
    return stages.stream().anyMatch(stage -> stage.writes(group));
  }

  /** A group as a task names it: in the job of a window, an output of its own has a longer name. */
  String named(String group) {
    String start = configuration.get(WINDOW_START);
    return start != null && isWritten(group + "/" + start) ? group + "/" + start : group;
  }

  /** The round in which a group of that name was made. */
  int roundOf(String madeGroup) {
    int from = prefix().length();
    return Integer.parseInt(madeGroup.substring(from, madeGroup.indexOf('/', from)));
  }

  /** What all steps of a stage in a round are named after. */
  String steps(int round, int stage) {
    return prefix() + round + "/" + stage + "/";
  }
}
