package io.hikyaku.system;

import java.time.Duration;
import java.util.Set;

/**
 * What became of the mails of a load.
 *
 * @param accepted answered {@code 250}
 * @param refused answered otherwise
 * @param unknown not answered
 * @param delivered mails that are in at least one mailbox
 * @param duplicates copies beyond the first
 * @param lost accepted and in no mailbox
 * @param longestGap between two mails accepted by the survivor, from the incident on
 */
record Outcome(
    String incident,
    int accepted,
    int refused,
    int unknown,
    int delivered,
    int duplicates,
    Set<Integer> lost,
    Duration longestGap) {

  String text() {
    return ("%s: accepted %d, refused %d, unknown %d, delivered %d, lost %d, duplicates %d,"
            + " longest gap at the survivor %d ms")
        .formatted(
            incident,
            accepted,
            refused,
            unknown,
            delivered,
            lost.size(),
            duplicates,
            longestGap.toMillis());
  }
}
