package io.hikyaku.api.mapreduce;

import java.util.Iterator;

/** Turns all values of one key into any number of tuples. */
public interface Reducer<K, V, K2, V2> extends Task {

  /**
   * Called once for each key of a partition, in the order of the keys' bytes.
   *
   * @param values read once, as a stream: they may be more than fit into memory
   * @throws Exception any: the step fails, and is tried again as often as the job allows
   */
  void reduce(K key, Iterator<V> values, Context<K2, V2> context) throws Exception;
}
