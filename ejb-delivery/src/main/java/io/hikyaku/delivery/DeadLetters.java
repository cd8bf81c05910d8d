package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.DeadLetterHeaders;
import io.hikyaku.api.management.GroupSettings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What delivery gives up without anyone to tell: kept beside its group, with the reason, in the
 * form that the store gives its own dead letters.
 *
 * @param node that moves them
 */
record DeadLetters(String node, Clock clock) {

  /** The group that takes the dead letters of another. */
  static String group(String group) {
    return group + GroupSettings.DEAD_LETTER_SUFFIX;
  }

  /** The message as it came, with where it came from and why it is here. */
  Message of(ReceivedMessage received, String reason) {
    Map<String, String> headers = new LinkedHashMap<>(received.headers());
    headers.put(DeadLetterHeaders.GROUP, received.group());
    headers.put(DeadLetterHeaders.ID, received.id().toString());
    headers.put(DeadLetterHeaders.DELIVERIES, Integer.toString(received.deliveryCount()));
    headers.put(DeadLetterHeaders.REASON, Reasons.shorten(reason));
    headers.put(DeadLetterHeaders.TIME, clock.instant().toString());
    headers.put(DeadLetterHeaders.NODE, node);
    headers.put(DeadLetterHeaders.ENQUEUED, received.enqueuedAt().toString());
    Message.Builder letter = Message.builder(received.body()).headers(headers);
    received.key().ifPresent(letter::key);
    return letter.build();
  }
}
