package io.hikyaku.admin.task;

/**
 * How far a task is; see Task in the API's document.
 *
 * @param remainingSeconds null while it cannot be told
 * @param endedAt null while it runs
 */
public record Task(
    String id,
    String action,
    String group,
    String target,
    String state,
    long done,
    long failed,
    long total,
    double progress,
    Double remainingSeconds,
    String startedAt,
    String endedAt,
    String user,
    String node,
    String error) {

  /** The state of a task that goes on. */
  public static final String RUNNING = "RUNNING";

  /** Whether it goes on. */
  public boolean goesOn() {
    return state.equals(RUNNING);
  }
}
