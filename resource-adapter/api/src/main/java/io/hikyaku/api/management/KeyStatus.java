package io.hikyaku.api.management;

import java.time.Instant;

/**
 * What a group holds of one key.
 *
 * @param key empty for messages without one
 * @param ready messages that wait for a consumer
 * @param delayed messages held back until their time
 * @param inFlight messages leased to a consumer
 * @param bytes of their bodies
 * @param oldest when the oldest of them was stored
 */
public record KeyStatus(
    String key, long ready, long delayed, long inFlight, long bytes, Instant oldest) {

  /** All messages of the key. */
  public long depth() {
    return ready + delayed + inFlight;
  }

  /** Both together. */
  public KeyStatus plus(KeyStatus other) {
    return new KeyStatus(
        key,
        ready + other.ready,
        delayed + other.delayed,
        inFlight + other.inFlight,
        bytes + other.bytes,
        oldest.isBefore(other.oldest) ? oldest : other.oldest);
  }
}
