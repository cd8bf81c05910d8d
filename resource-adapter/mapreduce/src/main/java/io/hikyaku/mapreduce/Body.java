package io.hikyaku.mapreduce;

/** What an attempt at a step does. */
interface Body {

  /** Does it, on the thread of the step. */
  void run() throws Exception;

  /** Gives up what the attempt holds, as its thread may never come back. Called by another one. */
  default void abandon() {}
}
