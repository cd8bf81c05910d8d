package io.hikyaku.mapreduce;

import java.util.HexFormat;

/** What is known of a running step from outside its thread: where it is, whether it is to end. */
final class Progress {

  private static final int MAX_KEY_LENGTH = 200;

  private volatile Object key;
  private volatile String abortedBecause;

  /** The key that is worked on now. */
  void at(Object present) {
    key = present;
  }

  /** That key, for people. Of an object of the application, so whatever it does is caught. */
  String key() {
    Object present = key;
    if (present == null) {
      return "none";
    }
    String text;
    try {
      text =
          present instanceof byte[] bytes
              ? HexFormat.of().formatHex(bytes)
              : String.valueOf(present);
    } catch (RuntimeException e) {
      text = "a " + present.getClass().getName() + " whose toString fails";
    }
    return text.length() <= MAX_KEY_LENGTH ? text : text.substring(0, MAX_KEY_LENGTH) + "…";
  }

  void abort(String because) {
    abortedBecause = because;
  }

  boolean isAborted() {
    return abortedBecause != null;
  }

  /**
   * To be called often.
   *
   * @throws StepAborted if the step is to end
   */
  void check() {
    String because = abortedBecause;
    if (because != null) {
      throw new StepAborted(because);
    }
  }
}
