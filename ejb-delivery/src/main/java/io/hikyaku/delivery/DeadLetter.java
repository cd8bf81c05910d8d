package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.GroupSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** What delivery gives up without anyone to tell: kept beside its group, with the reason. */
final class DeadLetter {

  /** Headers as the store writes them when a message was delivered too often. */
  static final String GROUP = "dead-letter-group";

  static final String ID = "dead-letter-id";
  static final String DELIVERIES = "dead-letter-deliveries";
  static final String REASON = "dead-letter-reason";

  private DeadLetter() {}

  /** The group that takes the dead letters of another. */
  static String group(String group) {
    return group + GroupSettings.DEAD_LETTER_SUFFIX;
  }

  /** The message as it came, with where it came from and why it is here. */
  static Message of(ReceivedMessage received, String reason) {
    Map<String, String> headers = new LinkedHashMap<>(received.headers());
    headers.put(GROUP, received.group());
    headers.put(ID, received.id().toString());
    headers.put(DELIVERIES, Integer.toString(received.deliveryCount()));
    headers.put(REASON, Reasons.shorten(reason));
    Message.Builder letter = Message.builder(received.body()).headers(headers);
    received.key().ifPresent(letter::key);
    return letter.build();
  }
}
