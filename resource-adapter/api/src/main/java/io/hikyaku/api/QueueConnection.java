package io.hikyaku.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A handle to the queues. Not thread-safe: one thread at a time, and closed by who opened it.
 *
 * <p>Outside a transaction a method returns when its effect is stored at the primary and at every
 * copy that the group asks for. Inside one, sends become visible and received messages go when the
 * transaction commits; on rollback nothing was sent, and received messages return to the head of
 * their queue with the delivery count raised.
 */
public interface QueueConnection extends AutoCloseable {

  /**
   * Sends one message.
   *
   * @return the id under which it is stored, known before the commit
   * @throws UnknownGroupException if no group has this name
   * @throws BodyTooLargeException if the body is over the store's limit
   * @throws StoreFullException if the memory limit is reached; nothing was stored
   * @throws NoBackupException if copies are missing and the store is set to refuse then
   * @throws OutcomeUnknownException if the copies did not answer in time: it may or may not be
   *     stored
   */
  MessageId send(String group, Message message);

  /** Sends messages in order, all or none of them. Errors as for {@link #send(String, Message)}. */
  List<MessageId> sendAll(String group, List<Message> messages);

  /**
   * Takes the next message, waiting for one.
   *
   * <p>Outside a transaction the message is settled before this method returns (delivered at most
   * once). Inside one it stays leased to this connection until the transaction ends.
   *
   * @param wait how long to wait when there is none; zero does not wait
   * @return empty if none came in time
   * @throws UnknownGroupException if no group has this name
   */
  Optional<ReceivedMessage> receive(String group, Duration wait);

  /**
   * Takes up to {@code max} messages as soon as there is at least one. Otherwise as {@link
   * #receive(String, Duration)}. In a keyed group all of them have the same key.
   */
  List<ReceivedMessage> receiveBatch(String group, int max, Duration wait);

  /**
   * Looks at waiting messages without disturbing them: those stored on this node, in the order they
   * would be taken. For those of all nodes see {@link
   * io.hikyaku.api.management.QueueManagement#browse}.
   *
   * @param limit how many at the most
   */
  List<ReceivedMessage> browse(String group, int limit);

  /**
   * The transaction of this connection alone, for use where there is no Jakarta transaction.
   *
   * @throws IllegalStateException inside a Jakarta transaction
   */
  LocalTransaction localTransaction();

  /** Gives the handle back. Idempotent. An open local transaction is rolled back. */
  @Override
  void close();
}
