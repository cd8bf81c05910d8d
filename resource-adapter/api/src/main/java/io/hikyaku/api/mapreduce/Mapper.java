package io.hikyaku.api.mapreduce;

/** Turns each tuple into any number of others. */
public interface Mapper<K, V, K2, V2> extends Task {

  /**
   * Called for each tuple, in no order that could be relied on.
   *
   * @throws Exception any: the step fails, and is tried again as often as the job allows
   */
  void map(K key, V value, Context<K2, V2> context) throws Exception;
}
