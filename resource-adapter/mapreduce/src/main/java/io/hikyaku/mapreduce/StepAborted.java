package io.hikyaku.mapreduce;

/** Ends a step whose result nobody waits for any more: it was cancelled, or its time is over. */
final class StepAborted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StepAborted(String message) {
    super(message);
  }
}
