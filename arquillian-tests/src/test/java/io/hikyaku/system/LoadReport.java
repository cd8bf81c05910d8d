package io.hikyaku.system;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * What clients were told, mail by mail. Thread-safe.
 *
 * <p>A mail is accepted if it was answered {@code 250}, refused if it was answered anything else,
 * and unknown if the connection broke or timed out: it may or may not be delivered.
 */
final class LoadReport {

  private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
  private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<Integer, String> refused = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, ConcurrentLinkedQueue<Long>> acceptedNanosByPort =
      new ConcurrentHashMap<>();

  void accepted(int mail, int port) {
    acceptedNanosByPort
        .computeIfAbsent(port, key -> new ConcurrentLinkedQueue<>())
        .add(System.nanoTime());
    accepted.add(mail);
  }

  void refused(int mail, String reply) {
    refused.put(mail, reply);
  }

  void unknown(int mail) {
    unknown.add(mail);
  }

  Set<Integer> accepted() {
    return accepted;
  }

  Set<Integer> unknown() {
    return unknown;
  }

  ConcurrentMap<Integer, String> refused() {
    return refused;
  }

  /** The longest time between two mails that a port accepted, the second of them after a moment. */
  Duration longestGap(int port, long afterNanos) {
    long[] times =
        acceptedNanosByPort.getOrDefault(port, new ConcurrentLinkedQueue<>()).stream()
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    long after = Arrays.stream(times).filter(time -> time > afterNanos).count();
    if (after == 0) {
      return Duration.ofDays(1); // it never went on
    }
    long longest = 0;
    for (int i = 1; i < times.length; i++) {
      if (times[i] > afterNanos) {
        longest = Math.max(longest, times[i] - times[i - 1]);
      }
    }
    return Duration.ofNanos(longest);
  }
}
