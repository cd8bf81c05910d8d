package io.hikyaku.api.mapreduce;

import java.util.Iterator;

/** A merge reduce: gets the values that several groups have for one key. */
public interface Joiner<K, K2, V2> extends Task {

  /**
   * Called once for each key that the kind of join lets through, in the order of the keys' bytes.
   *
   * @throws Exception any: the step fails, and is tried again as often as the job allows
   */
  void join(K key, Sides sides, Context<K2, V2> context) throws Exception;

  /** The values of the present key, by input. */
  interface Sides {

    /**
     * The values of one input: a stream, read once. Empty if the input does not have the key.
     *
     * @param input one of the stage's
     */
    <V> Iterator<V> of(TypedGroup<?, V> input);
  }

  /** Which keys are joined. */
  enum Kind {
    /** Those that all inputs have. */
    INNER,
    /** Those that the first input has. */
    LEFT_OUTER,
    /** Those that any input has. */
    FULL_OUTER
  }
}
