package io.hikyaku.benchmarks.load;

import io.hikyaku.benchmarks.support.JavaProcess;
import io.hikyaku.benchmarks.support.ProcessorTime;
import io.hikyaku.benchmarks.support.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One side of a comparison.
 *
 * @param name in the rounds' lines
 * @param callers the processes that hold callers
 * @param pids all processes whose work counts
 */
record Side(String name, List<JavaProcess> callers, List<Long> pids) {

  private static final int DRAIN_SECONDS = 60;

  /**
   * What a round gave.
   *
   * @param perSecond messages sent, taken and settled a second, while producers were sending
   * @param microsEach processor time of one message in all processes of this side
   * @param settled all messages, those included that were settled when none were sent any more
   */
  record Round(double perSecond, double microsEach, long settled) {}

  /** The same with its callers in the first process only. */
  Side callersInOne() {
    return new Side(name, callers.subList(0, 1), pids);
  }

  /** One round: all callers work at once, and nothing is left at its end. */
  Round round(String setting, Work work) throws IOException, InterruptedException {
    long processorBefore = ProcessorTime.micros(pids);
    for (JavaProcess process : callers) {
      process.send("load " + work.share(callers.size()).text());
    }
    double perSecond = 0;
    for (JavaProcess process : callers) {
      Load.Progress atEnd = Load.Progress.parse(process.answer());
      perSecond += atEnd.settled() * 1e9 / atEnd.nanos();
    }
    long settled = drain();
    for (JavaProcess process : callers) {
      process.ask("end");
    }
    double micros = (double) (ProcessorTime.micros(pids) - processorBefore) / settled;
    Results.say(
        "  %-12s %-12s %,9.0f messages/s; %6.1f microseconds of processor time each",
        setting, name, perSecond, micros);
    return new Round(perSecond, micros, settled);
  }

  private long drain() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (true) {
      long sent = 0;
      long settled = 0;
      List<String> each = new ArrayList<>();
      for (JavaProcess process : callers) {
        Load.Progress progress = Load.Progress.parse(process.ask("progress"));
        sent += progress.sent();
        settled += progress.settled();
        each.add(process.name() + ": " + progress);
      }
      if (settled == sent) {
        return settled;
      }
      if (settled > sent || System.nanoTime() > end) {
        throw new IllegalStateException(name + ": sent and settled do not meet: " + each);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
