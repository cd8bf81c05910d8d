package io.hikyaku.admin.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.management.DeadLetterHeaders;
import io.hikyaku.api.management.MessageStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A message, as {@link MessageStatus} has it. What is null is left out: all from {@code bodyBase64}
 * on in lists, all from {@code reason} on of messages that are no dead letters.
 *
 * @param preview the first characters of the body if it is text; otherwise empty
 * @param bodyBase64 the first bytes of the body
 * @param bodyComplete whether that is all of it
 * @param isText whether these are text
 * @param isMail whether it was stored as mail
 * @param reason why it is a dead letter
 */
public record MessageDocument(
    String id,
    String group,
    String state,
    int failedDeliveries,
    String enqueuedAt,
    double ageSeconds,
    String notBefore,
    String expiresAt,
    String node,
    String key,
    Map<String, String> headers,
    int bodyBytes,
    String preview,
    String bodyBase64,
    Boolean bodyComplete,
    Boolean isText,
    Boolean isMail,
    String reason,
    Integer deliveries,
    String originalId,
    String diedAt,
    String diedOn,
    String sentAt) {

  /** Bytes of a body that stand in a document. */
  static final int MAX_BODY = 65_536;

  private static final int MAX_PREVIEW = 200;

  /** What a list shows of it. */
  static MessageDocument of(MessageStatus message) {
    return of(message, null);
  }

  /**
   * All of it.
   *
   * @param body the whole body; null for a list
   */
  static MessageDocument of(MessageStatus message, byte[] body) {
    Map<String, String> headers = message.headers();
    boolean dead = headers.containsKey(DeadLetterHeaders.REASON);
    byte[] shown = body == null ? null : Arrays.copyOf(body, Math.min(MAX_BODY, body.length));
    return new MessageDocument(
        message.id().toString(),
        message.group(),
        message.state().name(),
        message.failedDeliveries(),
        message.enqueuedAt().toString(),
        Math.max(0, Duration.between(message.enqueuedAt(), Instant.now()).toMillis()) / 1000.0,
        text(message.notBefore()),
        text(message.expiresAt()),
        message.node(),
        message.key().orElse(null),
        headers,
        message.bodyBytes(),
        preview(message.bodyStart(), message.bodyBytes() > message.bodyStart().length),
        shown == null ? null : Base64.getEncoder().encodeToString(shown),
        shown == null ? null : shown.length == body.length,
        shown == null ? null : asText(shown, shown.length < body.length).isPresent(),
        shown == null ? null : headers.containsKey("mail-recipients"),
        dead ? headers.get(DeadLetterHeaders.REASON) : null,
        dead ? number(headers.get(DeadLetterHeaders.DELIVERIES)) : null,
        dead ? headers.getOrDefault(DeadLetterHeaders.ID, "") : null,
        dead ? headers.get(DeadLetterHeaders.TIME) : null,
        dead ? headers.get(DeadLetterHeaders.NODE) : null,
        dead ? headers.get(DeadLetterHeaders.ENQUEUED) : null);
  }

  private static String preview(byte[] start, boolean cut) {
    String text = asText(start, cut).orElse("");
    return text.substring(0, Math.min(MAX_PREVIEW, text.length()));
  }

  /**
   * Bytes as UTF-8 text without control characters.
   *
   * @param cut whether they may end within a character
   */
  static Optional<String> asText(byte[] bytes, boolean cut) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int left = 0; left < (cut ? Integer.BYTES : 1) && left <= bytes.length; left++) {
      in.position(0).limit(bytes.length - left);
      try {
        String text =
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in)
                .toString();
        boolean plain = text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c));
        return plain ? Optional.of(text) : Optional.empty();
      } catch (CharacterCodingException e) {
        // perhaps cut within a character: with one byte less it may be text
      }
    }
    return Optional.empty();
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0; // an application's own header of that name
    }
  }
}
