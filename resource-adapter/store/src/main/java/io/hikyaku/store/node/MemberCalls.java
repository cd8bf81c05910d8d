package io.hikyaku.store.node;

import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks members for the management interface, within a bounded time; this node answers as any other.
 *
 * @param cluster whose members are asked
 * @param own answers for this node
 */
record MemberCalls(Cluster cluster, CallHandler own) {

  private static final long ANSWER_MILLIS = 2000;

  /** Asks one member. */
  CompletionStage<byte[]> ask(Member member, byte[] question) {
    if (member.equals(cluster.self())) {
      try {
        return own.handle(member, question);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return cluster.call(member, question);
  }

  /**
   * Asks all members at once.
   *
   * @return their answers, in the cluster's order; null for one that did not answer in time
   */
  <T> Map<Member, T> askAll(byte[] question, Function<byte[], T> decode) {
    Map<Member, CompletableFuture<T>> asked = new LinkedHashMap<>();
    for (Member member : cluster.members()) {
      asked.put(
          member,
          ask(member, question)
              .thenApply(decode)
              .toCompletableFuture()
              .copy()
              .completeOnTimeout(null, ANSWER_MILLIS, TimeUnit.MILLISECONDS));
    }
    Map<Member, T> answers = new LinkedHashMap<>();
    asked.forEach((member, answer) -> answers.put(member, orNull(answer)));
    return answers;
  }

  private static <T> T orNull(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      return null; // it left, or is of another version: it is reported as not answering
    }
  }
}
