package io.hikyaku.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is sent: an optional key, headers and a body of bytes. Immutable; the body array is taken as
 * it is, without a copy, and must not be changed afterwards.
 */
public final class Message {

  private final String key;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Instant deliverAt;
  private final Instant expireAt;

  private Message(Builder builder) {
    key = builder.key;
    headers =
        builder.headers.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    body = builder.body;
    deliverAt = builder.deliverAt;
    expireAt = builder.expireAt;
  }

  /** A message with this body and nothing else. */
  public static Message of(byte[] body) {
    return builder(body).build();
  }

  /** A message with this text as its body, in UTF-8. */
  public static Message of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** Starts a message with this body. */
  public static Builder builder(byte[] body) {
    return new Builder(body);
  }

  /** Starts a message with this text as its body, in UTF-8. */
  public static Builder builder(String text) {
    return builder(text.getBytes(UTF_8));
  }

  /** The key whose messages are handled one after the other in a keyed group. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** The headers, in the order they were added. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body itself, not a copy. */
  public byte[] body() {
    return body;
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** The time before which it is not delivered; empty for at once. */
  public Optional<Instant> deliverAt() {
    return Optional.ofNullable(deliverAt);
  }

  /**
   * The time from which it is not delivered any more, but goes to its group's dead letters; empty
   * for what the group's settings say.
   */
  public Optional<Instant> expireAt() {
    return Optional.ofNullable(expireAt);
  }

  /** Collects the parts of a message. Not thread-safe. */
  public static final class Builder {

    private final byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String key;
    private Instant deliverAt;
    private Instant expireAt;

    private Builder(byte[] body) {
      this.body = requireNonNull(body, "body");
    }

    /** Sets the key; required in a keyed group. */
    public Builder key(String key) {
      this.key = requireNonNull(key, "key");
      return this;
    }

    /** Adds a header, in place of one of the same name. */
    public Builder header(String name, String value) {
      headers.put(requireNonNull(name, "name"), requireNonNull(value, "value of " + name));
      return this;
    }

    /** Adds these headers, in place of those of the same names. */
    public Builder headers(Map<String, String> more) {
      more.forEach(this::header);
      return this;
    }

    /**
     * Holds the message back until this time, to the millisecond. In a keyed group others of its
     * key that are due earlier pass it.
     */
    public Builder deliverAt(Instant time) {
      this.deliverAt = requireNonNull(time, "time");
      return this;
    }

    /**
     * Lets the message expire at this time, to the millisecond, in place of what the group's
     * settings say.
     */
    public Builder expireAt(Instant time) {
      this.expireAt = requireNonNull(time, "time");
      return this;
    }

    /** The finished message. */
    public Message build() {
      return new Message(this);
    }
  }
}
