package io.hikyaku.store.commit;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.MemberLeftException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Appends to one other member: all callers share a few calls on their way, and what comes meanwhile
 * gathers for the next. Of each segment one call is on its way at a time, so that what is sent in
 * order arrives in order, and a segment whose copies answer slowly holds up no other. Thread-safe;
 * never blocks.
 */
final class PeerSender {

  private static final int WINDOW = 8;
  private static final int BATCH_BYTES = 512 << 10;

  private final Member member;
  private final Calls calls;
  private final EventLoop loop = new EventLoop(this::hasWork, this::startCalls);

  // the rest is touched by whoever runs the loop
  private final Map<Integer, Deque<CommitRequest>> waiting = new LinkedHashMap<>();
  private final Set<Integer> segmentsOnTheirWay = new HashSet<>();
  private int callsOnTheirWay;

  PeerSender(Member member, Calls calls) {
    this.member = member;
    this.calls = calls;
  }

  void send(CommitRequest request) {
    loop.run(() -> waiting.computeIfAbsent(request.segment, s -> new ArrayDeque<>()).add(request));
  }

  private boolean hasWork() {
    return !waiting.isEmpty() && callsOnTheirWay < WINDOW;
  }

  private void startCalls() {
    while (callsOnTheirWay < WINDOW) {
      List<CommitRequest> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      call(batch);
    }
  }

  private List<CommitRequest> nextBatch() {
    List<CommitRequest> batch = new ArrayList<>();
    int bytes = 0;
    Iterator<Map.Entry<Integer, Deque<CommitRequest>>> segments = waiting.entrySet().iterator();
    while (segments.hasNext() && bytes < BATCH_BYTES) {
      Map.Entry<Integer, Deque<CommitRequest>> segment = segments.next();
      if (segmentsOnTheirWay.contains(segment.getKey())) {
        continue;
      }
      Deque<CommitRequest> requests = segment.getValue();
      while (!requests.isEmpty()
          && (bytes == 0 || bytes + requests.peekFirst().bytes <= BATCH_BYTES)) {
        CommitRequest request = requests.pollFirst();
        batch.add(request);
        bytes += request.bytes;
      }
      if (requests.isEmpty()) {
        segments.remove();
      }
    }
    batch.forEach(request -> segmentsOnTheirWay.add(request.segment));
    return batch;
  }

  private void call(List<CommitRequest> batch) {
    callsOnTheirWay++;
    calls
        .append(member, AppendCodec.encode(batch))
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                List<Throwable> outcomes = AppendCodec.decodeOutcomes(answer);
                for (int i = 0; i < batch.size(); i++) {
                  end(batch.get(i), outcomes.get(i));
                }
              } else {
                Throwable cause = outcome(failure);
                batch.forEach(request -> end(request, cause));
              }
              loop.run(() -> ended(batch));
            });
  }

  private void ended(List<CommitRequest> batch) {
    callsOnTheirWay--;
    batch.forEach(request -> segmentsOnTheirWay.remove(request.segment));
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
