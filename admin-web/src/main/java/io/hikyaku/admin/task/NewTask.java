package io.hikyaku.admin.task;

import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.api.MessageId;
import java.util.List;
import java.util.Set;

/**
 * What is to be done with many messages; see NewTask in the API's document.
 *
 * @param action {@code redrive}, {@code move} or {@code delete}
 * @param selection {@code all}, {@code reason} or {@code ids}
 */
public record NewTask(
    String action,
    String target,
    String selection,
    String deadReason,
    List<String> ids,
    String confirm,
    Long expectedMessages,
    String reason) {

  private static final int MAX_IDS = 1000;

  /**
   * Checks that the parts fit together.
   *
   * @param dead whether it is about dead letters
   */
  void check(boolean dead) {
    oneOf("action", action, dead ? Set.of("redrive", "move", "delete") : Set.of("move", "delete"));
    oneOf("selection", selection, dead ? Set.of("all", "reason", "ids") : Set.of("all", "ids"));
    fits("target", action.equals("move"), target != null);
    fits("deadReason", selection.equals("reason"), deadReason != null);
    fits("ids", selection.equals("ids"), ids != null);
    if (ids != null && (ids.isEmpty() || ids.size() > MAX_IDS)) {
      throw notAllowed("ids", ids.size() + " of them: must be from 1 to " + MAX_IDS);
    }
    if (isWide() && action.equals("delete")) {
      Checks.present("confirm", confirm);
      Checks.present("expectedMessages", expectedMessages);
    }
  }

  /** Whether it names no single messages. */
  boolean isWide() {
    return !selection.equals("ids");
  }

  List<MessageId> messageIds() {
    return ids.stream().map(MessageId::parse).toList();
  }

  private static void fits(String field, boolean needed, boolean there) {
    if (needed && !there) {
      throw notAllowed(field, "is missing: this action or selection needs it");
    } else if (there && !needed) {
      throw notAllowed(field, "is not allowed with this action or selection");
    }
  }

  private static void oneOf(String field, String value, Set<String> allowed) {
    if (value == null || !allowed.contains(value)) {
      throw notAllowed(field, "is '" + value + "': must be one of " + allowed);
    }
  }

  private static RuntimeException notAllowed(String field, String why) {
    return Problem.of(400, "not-allowed-value", field + ": " + why).withField(field).exception();
  }
}
