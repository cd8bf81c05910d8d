package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deliveries that take longer than their batch may. The batch consumes the mail and sends, in the
 * same transaction, a copy that is held back for a while: the <em>custody</em>. The delivery goes
 * on without a thread. When its outcome is known, what follows from it takes the place of the copy,
 * atomically. Until then the copy is renewed; if this server dies, its time comes and the mail is
 * delivered again. Thread-safe.
 */
final class Custody {

  /** How long a copy is held back. */
  static final Duration TIME = Duration.ofMinutes(5);

  /** A copy is renewed when it has this much left. */
  private static final Duration RENEWED = Duration.ofMinutes(3);

  /** The store's management, as far as it is needed. */
  interface Replacer {
    Optional<List<MessageId>> replace(
        String group, MessageId id, Map<String, List<Message>> messages);
  }

  private record Kept(Attempt attempt, MessageId id, Instant until) {}

  private final Settlement settlement;
  private final Clock clock;
  private final int limit;

  /** Those of committed transactions. */
  private final ConcurrentLinkedQueue<Kept> kept = new ConcurrentLinkedQueue<>();

  private final AtomicInteger count = new AtomicInteger();

  /** Only of {@link #tend}, which is not called twice at a time. */
  private int failuresInARow;

  /**
   * @param limit how many there may be; beyond it no delivery that is known to be slow is begun
   */
  Custody(Settlement settlement, Clock clock, int limit) {
    this.settlement = settlement;
    this.clock = clock;
    this.limit = limit;
  }

  /** Whether more deliveries may be begun that will take long. */
  boolean hasRoom() {
    return count.get() < limit;
  }

  /** How many there are. */
  int size() {
    return count.get();
  }

  /**
   * Sends the copies of a batch, in the transaction that the connection is in.
   *
   * @return to be run when the transaction has committed, and not if it is rolled back
   */
  Runnable keep(List<Attempt> attempts, QueueConnection connection) {
    List<Kept> sent = new ArrayList<>(attempts.size());
    for (Attempt attempt : attempts) {
      Instant until = clock.instant().plus(TIME);
      MessageId id = connection.send(group(attempt), attempt.part().mail().toMessage(until));
      sent.add(new Kept(attempt, id, until));
    }
    return () -> {
      count.addAndGet(sent.size());
      kept.addAll(sent);
    };
  }

  /**
   * Settles what has an outcome and renews what has not; to be called once a second or so, and not
   * twice at a time.
   */
  void tend(Replacer store) {
    int failed = 0;
    QueueException cause = null;
    for (int left = kept.size(); left > 0; left--) {
      Kept next = kept.poll();
      if (next == null) {
        break;
      }
      try {
        Optional<Kept> again = tend(next, store);
        again.ifPresentOrElse(kept::add, count::decrementAndGet);
      } catch (StoreUnavailableException e) {
        kept.add(next);
        failed++;
        cause = e;
      } catch (QueueException e) {
        // whether it took effect is not known, or the group is gone: the copy's time will tell
        count.decrementAndGet();
        failed++;
        cause = e;
      }
    }
    if (failed == 0) {
      failuresInARow = 0;
    } else if (Integer.bitCount(++failuresInARow) == 1) {
      // the more there are, the more rarely it is told
      OperatorMessage.CUSTODY_FAILED.log(failed, cause.getMessage());
    }
  }

  /** What is still to be tended. */
  private Optional<Kept> tend(Kept one, Replacer store) {
    Attempt attempt = one.attempt();
    if (attempt.outcomes().isDone()) {
      Outbox out = new Outbox();
      settlement.settle(attempt.part().source(), List.of(attempt), out);
      // empty if the copy's time had come and another has the mail: then this outcome is moot
      Optional<List<MessageId>> unused = store.replace(group(attempt), one.id(), out.messages());
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (now.plus(RENEWED).isBefore(one.until())) {
      return Optional.of(one);
    }
    Instant until = now.plus(TIME);
    Message copy = attempt.part().mail().toMessage(until);
    return store
        .replace(group(attempt), one.id(), Map.of(group(attempt), List.of(copy)))
        .map(ids -> new Kept(attempt, ids.get(0), until));
  }

  private static String group(Attempt attempt) {
    return attempt.part().source().received().group();
  }
}
