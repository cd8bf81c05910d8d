package io.hikyaku.store;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.UnknownGroupException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends and settles that take effect as a whole or not at all, across groups and segments, whatever
 * crashes when. Ends by one of {@link #commit}, {@link #prepare} or {@link #rollback}. Not
 * thread-safe.
 */
public interface UnitOfWork {

  /**
   * Adds a message. It is checked at once and stored at the commit.
   *
   * @return the id that it will have
   * @throws UnknownGroupException if no group has this name
   * @throws BodyTooLargeException if the body is over the store's limit
   * @throws QueueException if a keyed group's message has no key
   */
  MessageId send(String group, Message message);

  /**
   * Adds messages in order. All of them are checked before the first is added: on an exception none
   * was. Errors as for {@link #send}.
   *
   * @return the ids that they will have
   */
  List<MessageId> sendAll(String group, List<Message> messages);

  /** Takes over leases: they are settled at the commit, and return with it rolled back. */
  void settle(List<Lease> leases);

  /** Whether nothing was sent or settled. */
  boolean isEmpty();

  /**
   * Makes it take effect. The stage completes when every page of it is stored at its primary and at
   * every copy; or exceptionally with {@link StoreFullException}, {@link NoBackupException} or
   * {@link io.hikyaku.api.StoreUnavailableException} (nothing took effect, the unit of work is
   * rolled back), or with {@link OutcomeUnknownException}. While the store or a group is full whose
   * settings let sends wait, the stage completes when there is room, or it is refused past the
   * wait. In every case of failure the leases taken over return as failed deliveries. Completed on
   * a thread of the store.
   */
  CompletionStage<Void> commit();

  /**
   * Drops what was sent; leases taken over return as failed deliveries.
   *
   * @param reason why, for a dead letter
   */
  void rollback(String reason);

  /** The same with no reason but that it was rolled back. */
  default void rollback() {
    rollback("the transaction was rolled back");
  }

  /**
   * First phase: keeps the unit of work, replicated, under the branch's name until it is ended by
   * {@link PreparedBranches}. Messages that it settles stay leased to the branch. Errors as for
   * {@link #commit}.
   */
  CompletionStage<Void> prepare(BranchId branch);
}
