package io.hikyaku.store.index;

import java.util.List;

/**
 * What a group holds here of each key, for people. Of a large group a part is looked at, so that
 * the index's lock is held for some milliseconds at the most, whatever there is.
 *
 * @param total messages of the group
 * @param counted those that the figures stand for
 * @param lines ready messages of a keyed group
 * @param messages the others; of a spread group, all
 */
public record KeySample(long total, long counted, List<Line> lines, List<StoredMessage> messages) {

  /**
   * The ready messages of one key. Of many, the first are looked at.
   *
   * @param ready how many; some of them may have been deleted singly
   * @param bytes of their bodies; of many an estimate, by the first of them
   * @param oldestStamp of the first
   */
  public record Line(String key, long ready, long bytes, long oldestStamp) {}

  static KeySample of(GroupQueue queue, int limit) {
    List<Line> lines = queue.lines(limit);
    List<StoredMessage> messages =
        (lines.isEmpty() ? queue.messages() : queue.notReady())
            .limit(limit)
            .map(StoredMessage::of)
            .toList();
    long counted = lines.stream().mapToLong(Line::ready).sum() + messages.size();
    return new KeySample(queue.counters().depth(), counted, lines, messages);
  }
}
