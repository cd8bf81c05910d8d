package io.hikyaku.store.commit;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Appends to one other member: all callers share a few calls on their way, and what comes meanwhile
 * gathers for the next. Thread-safe; never blocks.
 */
final class PeerSender {

  private static final int WINDOW = 2;
  private static final int BATCH_BYTES = 512 << 10;

  private final Member member;
  private final Calls calls;
  private final Queue<CommitRequest> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger work = new AtomicInteger();
  private final AtomicInteger onTheirWay = new AtomicInteger();

  PeerSender(Member member, Calls calls) {
    this.member = member;
    this.calls = calls;
  }

  void send(CommitRequest request) {
    queue.add(request);
    run();
  }

  private void run() {
    if (work.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      while (onTheirWay.get() < WINDOW && !queue.isEmpty()) {
        call(nextBatch());
      }
      seen = work.addAndGet(-seen);
    } while (seen != 0);
  }

  private List<CommitRequest> nextBatch() {
    List<CommitRequest> batch = new ArrayList<>();
    int bytes = 0;
    while (!queue.isEmpty() && (bytes == 0 || bytes + queue.peek().bytes <= BATCH_BYTES)) {
      CommitRequest request = queue.poll();
      batch.add(request);
      bytes += request.bytes;
    }
    return batch;
  }

  private void call(List<CommitRequest> batch) {
    onTheirWay.incrementAndGet();
    calls
        .append(member, AppendCodec.encode(batch))
        .whenComplete(
            (answer, failure) -> {
              onTheirWay.decrementAndGet();
              if (failure == null) {
                List<Throwable> outcomes = AppendCodec.decodeOutcomes(answer);
                for (int i = 0; i < batch.size(); i++) {
                  end(batch.get(i), outcomes.get(i));
                }
              } else {
                Throwable cause = outcome(failure);
                batch.forEach(request -> end(request, cause));
              }
              run();
            });
  }

  private Throwable outcome(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof MemberLeftException
        ? cause
        : new OutcomeUnknownException(
            "node " + member.nodeName() + " did not answer: it may or may not be stored", cause);
  }

  private static void end(CommitRequest request, Throwable outcome) {
    if (outcome == null) {
      request.done.complete(null);
    } else {
      request.done.completeExceptionally(outcome);
    }
  }
}
