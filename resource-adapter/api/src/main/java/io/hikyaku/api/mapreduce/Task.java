package io.hikyaku.api.mapreduce;

/**
 * What mappers, reducers and joiners have in common. An object serves one step on one thread; the
 * class needs a constructor without arguments, or is a bean of the application. A step may be run
 * again after a failure, by another object on another node: its output counts once, but what else
 * it does in the world happens as often as it runs.
 */
public interface Task {

  /** Called once before the first tuple. */
  default void setUp(Context<?, ?> context) throws Exception {}

  /** Called once after the last tuple, unless the step failed. May still write. */
  default void cleanUp(Context<?, ?> context) throws Exception {}
}
