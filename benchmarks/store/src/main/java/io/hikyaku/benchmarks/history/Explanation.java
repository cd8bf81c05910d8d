package io.hikyaku.benchmarks.history;

/** Why a message was delivered once more. */
public enum Explanation {
  /** Its consumer gave it back. */
  RELEASED,
  /** Its consumer was told that the settle had not taken effect. */
  SETTLE_FAILED,
  /** Its consumer was told that the outcome is unknown. */
  SETTLE_UNKNOWN,
  /** Its consumer was killed. */
  CONSUMER_CRASHED,
  /** Its consumer was stopped, or this one was stopped with the message in hand. */
  CONSUMER_PAUSED,
  /** Its consumer left. */
  CONSUMER_LEFT,
  /** The network was parted: both sides go on. */
  SPLIT,
  /** None of these, but another process came or went: permitted, but worth a look. */
  OTHER_PROCESS,
  /** None: the store gave a message to two at once, or again after its settle. */
  NONE
}
