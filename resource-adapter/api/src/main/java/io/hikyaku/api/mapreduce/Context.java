package io.hikyaku.api.mapreduce;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What a running step can do. One thread at a time, and only while the step runs. */
public interface Context<K, V> {

  /** Writes a tuple to the stage's main output. */
  void write(K key, V value);

  /**
   * Writes a tuple to another output that the stage declares.
   *
   * @throws IllegalArgumentException if it does not
   */
  <A, B> void write(TypedGroup<A, B> output, A key, B value);

  /** Adds to a counter of the job. What counts is what the attempt that counts has added. */
  void count(String counter, long add);

  /** The job's configuration, as it was given. */
  Map<String, String> configuration();

  /**
   * The job's configuration as a record: each component gets the value of its name. Components are
   * of type String, int, long, double, boolean or {@link java.time.Duration}.
   *
   * @throws IllegalArgumentException naming all components whose value is missing or unreadable
   */
  <R extends Record> R configuration(Class<R> type);

  /** Side data on demand: the values of one key in any group. May ask another node. */
  <A, B> List<B> lookup(TypedGroup<A, B> group, A key);

  /** Side data in advance: goes through all of a group, partition by partition. */
  <A, B> void forEach(TypedGroup<A, B> group, BiConsumer<A, B> action);

  /**
   * A variable that all steps of this job on this node share; made by the first that asks. It is
   * used by several threads, and gone when the job has ended.
   */
  <T> T shared(String name, Supplier<T> make);

  /** The partition of the input that the step reads. */
  int partition();

  /** Whether the job was cancelled or the step has run out of time: a long loop should then end. */
  boolean cancelled();
}
