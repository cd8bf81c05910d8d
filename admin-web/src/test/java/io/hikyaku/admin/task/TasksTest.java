package io.hikyaku.admin.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.admin.http.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody changes the log of actions by a task; it is refused before the store is asked. */
class TasksTest {

  private static NewTask task(String action, String target) {
    return new NewTask(action, target, "ids", null, List.of("1-1"), null, null, null);
  }

  private static void refused(String field, String group, boolean dead, NewTask task) {
    assertThatThrownBy(() -> new Tasks().start(group, dead, task, "mallory"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(409);
              assertThat(e.problem().code()).isEqualTo("refused");
              assertThat(e.problem().field()).isEqualTo(field);
            });
  }

  @Test
  void theLogOfActionsIsNeitherEmptiedNorFilled() {
    refused("group", ActionLog.GROUP, false, task("delete", null));
    refused("group", ActionLog.GROUP, false, task("move", "elsewhere"));
    refused("target", "orders", false, task("move", ActionLog.GROUP));
    refused("target", "orders", true, task("move", ActionLog.GROUP));
  }
}
