package io.hikyaku.benchmarks.tuples;

/** Somewhere to write tuples to and read them from. */
interface TupleSide extends AutoCloseable {

  /** Writes all tuples from so many threads; returns when all are stored. */
  void write(Keys keys, int threads) throws Exception;

  /** Reads all tuples from so many threads and returns the sum of their check numbers. */
  long read(Keys keys, int threads) throws Exception;

  /** Makes it empty again; not measured. */
  void clear() throws Exception;

  @Override
  void close();
}
