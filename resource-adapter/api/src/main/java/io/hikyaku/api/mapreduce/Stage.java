package io.hikyaku.api.mapreduce;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of a job: a task over groups. Immutable; the methods give changed ones.
 *
 * @param <K> of the main output
 * @param <V> of the main output
 */
public final class Stage<K, V> {

  /** What a stage does. */
  public enum Kind {
    MAP,
    REDUCE,
    JOIN
  }

  private final Kind kind;
  private final Class<? extends Task> task;
  private final Joiner.Kind joinKind;
  private final List<TypedGroup<?, ?>> inputs;
  private final List<TypedGroup<?, ?>> sideData;
  private final List<TypedGroup<?, ?>> outputs;
  private final Class<? extends Combiner<V>> combiner;
  private final Class<? extends Partitioner<K>> partitioner;

  private Stage(
      Kind kind,
      Class<? extends Task> task,
      Joiner.Kind joinKind,
      List<TypedGroup<?, ?>> inputs,
      List<TypedGroup<?, ?>> sideData,
      List<TypedGroup<?, ?>> outputs,
      Class<? extends Combiner<V>> combiner,
      Class<? extends Partitioner<K>> partitioner) {
    this.kind = kind;
    this.task = requireNonNull(task, "task");
    this.joinKind = joinKind;
    this.inputs = List.copyOf(inputs);
    this.sideData = List.copyOf(sideData);
    this.outputs = List.copyOf(outputs);
    this.combiner = combiner;
    this.partitioner = partitioner;
  }

  /** Maps each tuple of a group. */
  public static <A, B, K, V> Stage<K, V> map(
      Class<? extends Mapper<A, B, K, V>> mapper, TypedGroup<A, B> input, TypedGroup<K, V> output) {
    return new Stage<>(
        Kind.MAP, mapper, null, List.of(input), List.of(), List.of(output), null, null);
  }

  /** Reduces each key of a group. */
  public static <A, B, K, V> Stage<K, V> reduce(
      Class<? extends Reducer<A, B, K, V>> reducer,
      TypedGroup<A, B> input,
      TypedGroup<K, V> output) {
    return new Stage<>(
        Kind.REDUCE, reducer, null, List.of(input), List.of(), List.of(output), null, null);
  }

  /**
   * Joins two groups by key; further ones by {@link #from}. They have equally many partitions and
   * were partitioned alike.
   */
  public static <A, K, V> Stage<K, V> join(
      Joiner.Kind kind,
      Class<? extends Joiner<A, K, V>> joiner,
      TypedGroup<A, ?> first,
      TypedGroup<A, ?> second,
      TypedGroup<K, V> output) {
    return new Stage<>(
        Kind.JOIN, joiner, kind, List.of(first, second), List.of(), List.of(output), null, null);
  }

  /** Reads a further group: a map of all, a reduce of their union, a join with one more side. */
  public Stage<K, V> from(TypedGroup<?, ?> input) {
    List<TypedGroup<?, ?>> all = new ArrayList<>(inputs);
    all.add(input);
    return new Stage<>(kind, task, joinKind, all, sideData, outputs, combiner, partitioner);
  }

  /**
   * Waits for a group that the task looks things up in, as for an input. Needed only for groups
   * that the job itself writes or repeats.
   */
  public Stage<K, V> sideData(TypedGroup<?, ?> group) {
    List<TypedGroup<?, ?>> all = new ArrayList<>(sideData);
    all.add(group);
    return new Stage<>(kind, task, joinKind, inputs, all, outputs, combiner, partitioner);
  }

  /** Writes to a further group as well: {@link Context#write(TypedGroup, Object, Object)}. */
  public Stage<K, V> alsoTo(TypedGroup<?, ?> output) {
    List<TypedGroup<?, ?>> all = new ArrayList<>(outputs);
    all.add(output);
    return new Stage<>(kind, task, joinKind, inputs, sideData, all, combiner, partitioner);
  }

  /** Combines what goes to the main output before it is stored. */
  public Stage<K, V> combine(Class<? extends Combiner<V>> with) {
    return new Stage<>(kind, task, joinKind, inputs, sideData, outputs, with, partitioner);
  }

  /** Partitions the main output otherwise than by hash. */
  public Stage<K, V> partition(Class<? extends Partitioner<K>> by) {
    return new Stage<>(kind, task, joinKind, inputs, sideData, outputs, combiner, by);
  }

  public Kind kind() {
    return kind;
  }

  public Class<? extends Task> task() {
    return task;
  }

  /** The kind of a join, null for other stages. */
  public Joiner.Kind joinKind() {
    return joinKind;
  }

  public List<TypedGroup<?, ?>> inputs() {
    return inputs;
  }

  public List<TypedGroup<?, ?>> sideData() {
    return sideData;
  }

  /** The main output first. */
  public List<TypedGroup<?, ?>> outputs() {
    return outputs;
  }

  /** Null for none. */
  public Class<? extends Combiner<V>> combiner() {
    return combiner;
  }

  /** Null for the hash. */
  public Class<? extends Partitioner<K>> partitioner() {
    return partitioner;
  }
}
