package io.hikyaku.admin.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.admin.Store;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The log of actions is kept within its limit, and read while a node hangs. */
class ActionLogTest {

  /** As they are browsed: node by node, the oldest of all are those of the second. */
  private final List<MessageStatus> entries = new ArrayList<>();

  private final List<MessageId> deleted = new ArrayList<>();
  private int browsed;
  private boolean hangs;

  private final ActionLog log =
      new ActionLog(
          new Store() {
            @Override
            public QueueManagement management() {
              return fake(QueueManagement.class);
            }
          });

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "bulk" -> fake(BulkManagement.class);
                  case "select" -> entries.stream().map(MessageStatus::id).toList();
                  case "browse" -> browse((int) arguments[1], (int) arguments[2]);
                  case "delete" -> deleted.add((MessageId) arguments[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }

  private List<MessageStatus> browse(int offset, int limit) {
    browsed++;
    if (hangs) {
      throw new OutcomeUnknownException("the cluster did not answer", null);
    }
    int to = Math.min(entries.size(), offset + limit);
    return offset >= to ? List.of() : entries.subList(offset, to);
  }

  private void add(int sequence) {
    Instant at = Instant.ofEpochSecond(sequence);
    entries.add(
        new MessageStatus(
            new MessageId(1, sequence),
            ActionLog.GROUP,
            MessageStatus.State.READY,
            0,
            at,
            Optional.empty(),
            Optional.empty(),
            "n",
            Optional.empty(),
            Map.of("at", at.toString()),
            0,
            new byte[0]));
  }

  @Test
  void theOldestOfAllNodesGo() {
    for (int i = 6_000; i < 12_000; i++) {
      add(i);
    }
    for (int i = 1; i <= 4_003; i++) {
      add(i);
    }

    log.trim();

    assertThat(deleted)
        .containsExactly(new MessageId(1, 1), new MessageId(1, 2), new MessageId(1, 3));
  }

  @Test
  void whileANodeHangsWhatWasReadLastIsThereWithoutAsking() {
    add(1);
    assertThat(log.lastKnown(false).actions()).isEmpty();
    assertThat(log.lastKnown(false).complete()).isFalse();
    assertThat(browsed).isZero();

    assertThat(log.lastKnown(true).actions()).hasSize(1);
    assertThat(log.lastKnown(true).complete()).isTrue();
    int before = browsed;

    assertThat(log.lastKnown(false).actions()).hasSize(1);
    assertThat(browsed).isEqualTo(before);
  }

  @Test
  void aLogThatCannotBeReadIsNoFailure() {
    hangs = true;

    assertThat(log.lastKnown(true)).isEqualTo(new ActionLog.Known(List.of(), false));
    assertThat(browsed).isEqualTo(1);
  }
}
