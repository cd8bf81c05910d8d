package io.hikyaku.mapreduce;

import java.util.List;

/**
 * How far a stage of the present round is.
 *
 * @param steps all that there are, from {@link Phase#STARTING} on
 * @param skew of what the steps read
 */
record StageState(Phase phase, List<StepInput> steps, double skew) {

  static final StageState WAITING = new StageState(Phase.WAITING, List.of(), 0);

  /** In the order that a stage goes through them. */
  enum Phase {
    /** Others have to end first. */
    WAITING,
    /** It may run; whether all its messages were sent is not sure. */
    STARTING,
    /** All its messages were sent. */
    RUNNING,
    /** All its steps are committed, and its counters are in the job's. */
    DONE
  }

  boolean isActive() {
    return phase == Phase.STARTING || phase == Phase.RUNNING;
  }

  StageState with(Phase next) {
    return new StageState(next, steps, skew);
  }

  /**
   * What a step reads.
   *
   * @param input index of the stage's input; of a reduce or join 0, they read all
   * @param share of the partition, 0 to {@code shares} - 1
   */
  record StepInput(int input, int partition, int share, int shares) {
    String text() {
      return input + "." + partition + "." + share + "." + shares;
    }

    static StepInput parse(String text) {
      String[] parts = text.split("\\.", -1);
      return new StepInput(
          Integer.parseInt(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          Integer.parseInt(parts[3]));
    }
  }
}
