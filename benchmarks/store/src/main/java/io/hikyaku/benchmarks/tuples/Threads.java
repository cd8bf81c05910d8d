package io.hikyaku.benchmarks.tuples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same in several threads. */
final class Threads {

  private Threads() {}

  /** What each thread does. */
  @FunctionalInterface
  interface Part {
    long run(int thread) throws Exception;
  }

  /** The sum of what the threads return, when all have. */
  static long run(int threads, Part part) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Long>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        calls.add(() -> part.run(thread));
      }
      long sum = 0;
      for (Future<Long> result : executor.invokeAll(calls)) {
        sum += result.get();
      }
      return sum;
    } finally {
      executor.shutdown();
    }
  }
}
