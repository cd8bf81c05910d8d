package io.hikyaku.benchmarks.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Processor time of processes as the kernel counts it. */
public final class ProcessorTime {

  /** Ticks a second in /proc, the same on every Linux that people run. */
  private static final long TICK_MICROS = 10_000;

  private ProcessorTime() {}

  /** User and system time so far, of all threads of these processes, in microseconds. */
  public static long micros(Collection<Long> pids) {
    return pids.stream().mapToLong(ProcessorTime::micros).sum();
  }

  private static long micros(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // the name in parentheses may hold spaces; utime and stime are the fields 14 and 15
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }
}
