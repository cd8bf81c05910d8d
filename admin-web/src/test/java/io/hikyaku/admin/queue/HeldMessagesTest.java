package io.hikyaku.admin.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.admin.http.ProblemException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.QueueManagement;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What would be destroyed is counted on all nodes, or nothing is destroyed. */
class HeldMessagesTest {

  private static GroupPart part(String node, boolean answering, long ready) {
    return new GroupPart(node, answering, ready, 2, 3, 1000, 0);
  }

  private static QueueManagement holding(Map<String, List<GroupPart>> groups) {
    return (QueueManagement)
        Proxy.newProxyInstance(
            QueueManagement.class.getClassLoader(),
            new Class<?>[] {QueueManagement.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("distribution");
              List<GroupPart> parts = groups.get(arguments[0]);
              if (parts == null) {
                throw new UnknownGroupException("no group '" + arguments[0] + "'");
              }
              return parts;
            });
  }

  @Test
  void whatAllNodesHoldIsAddedUp() {
    QueueManagement management =
        holding(
            Map.of(
                "orders", List.of(part("a", true, 10), part("b", true, 20)),
                "orders.dead", List.of(part("a", true, 100), part("b", true, 200)),
                "new", List.of(part("a", true, 1))));

    assertThat(HeldMessages.of(management, "orders")).isEqualTo(40);
    assertThat(HeldMessages.withDeadLetters(management, "orders")).isEqualTo(350);
    assertThat(HeldMessages.withDeadLetters(management, "new")).isEqualTo(6);
    assertThatThrownBy(() -> HeldMessages.withDeadLetters(management, "nowhere"))
        .isInstanceOf(UnknownGroupException.class);
  }

  @Test
  void aSilentNodeIsNotTakenForAnEmptyOne() {
    QueueManagement management =
        holding(
            Map.of(
                "orders", List.of(part("a", true, 10), part("b", false, 0)),
                "mails", List.of(part("a", true, 1)),
                "mails.dead", List.of(part("b", false, 0))));

    assertThatThrownBy(() -> HeldMessages.of(management, "orders"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().code()).isEqualTo("node-silent");
              assertThat(e.problem().detail()).contains("node b", "'orders'");
            });
    assertThatThrownBy(() -> HeldMessages.withDeadLetters(management, "mails"))
        .isInstanceOf(ProblemException.class);
  }
}
