package io.hikyaku.admin.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a task says of itself when the store fails under it. */
class RunningTaskTest {

  private static final List<MessageId> IDS =
      LongStream.rangeClosed(1, 10).mapToObj(i -> new MessageId(1, i)).toList();

  private final Set<MessageId> stored = new HashSet<>(IDS);
  private IntSupplier move = () -> 0;
  private final RunningTask task =
      new RunningTask(
          "n-1",
          new NewTask("delete", null, "all", null, null, "orders", 10L, null),
          "orders",
          "orders",
          "",
          "ann",
          "n",
          management(),
          IDS);

  private QueueManagement management() {
    BulkManagement bulk =
        (BulkManagement) proxy(BulkManagement.class, (name, id) -> move.getAsInt());
    return (QueueManagement)
        proxy(
            QueueManagement.class,
            (name, id) ->
                name.equals("bulk")
                    ? bulk
                    : Optional.of((MessageId) id).filter(stored::contains).map(this::status));
  }

  private interface Answer {
    Object of(String method, Object first);
  }

  private static Object proxy(Class<?> type, Answer answer) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            answer.of(method.getName(), arguments == null ? null : arguments[0]));
  }

  private MessageStatus status(MessageId id) {
    return new MessageStatus(
        id,
        "orders",
        MessageStatus.State.READY,
        0,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        "n",
        Optional.empty(),
        Map.of(),
        0,
        new byte[0]);
  }

  @Test
  void whatAFailedAttemptDidIsCountedAsDone() {
    move =
        () -> {
          stored.removeAll(IDS.subList(0, 6));
          move =
              () -> {
                stored.removeAll(IDS.subList(6, 8));
                return 2;
              };
          throw new OutcomeUnknownException("the node went after six of ten", null);
        };

    task.run();

    assertThat(task.status().state()).isEqualTo("DONE");
    assertThat(task.status().done()).isEqualTo(8);
    assertThat(task.status().failed()).isEqualTo(2);
  }

  @Test
  void oneThatIsCancelledWhileTheStoreFailsIsCancelledAndDidNotFail() {
    move =
        () -> {
          assertThat(task.cancel()).isTrue();
          throw new OutcomeUnknownException("no answer", null);
        };

    task.run();

    assertThat(task.status().state()).isEqualTo("CANCELLED");
    assertThat(task.status().error()).isEmpty();
    assertThat(task.status().done() + task.status().failed()).isZero();
  }
}
