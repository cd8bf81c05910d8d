package io.hikyaku.benchmarks.mapreduce;

/** One of those that are compared. */
interface Side extends AutoCloseable {

  /** Brings the input of the work to where the side keeps data; not timed. */
  void prepare(Work work) throws Exception;

  /**
   * Does the work.
   *
   * @return a checksum of the result that all sides agree on
   */
  long run(Work work) throws Exception;

  /** Forgets results; not timed. */
  void clear(Work work) throws Exception;

  @Override
  void close() throws Exception;
}
