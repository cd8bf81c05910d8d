package io.hikyaku.store;

import io.hikyaku.api.ReceivedMessage;

/**
 * A message given to one consumer, and to no other until it is settled or released. Given out by
 * {@link QueueStore#receive} only.
 */
public interface Lease {

  /** The message with its delivery count. */
  ReceivedMessage message();
}
