package io.hikyaku.admin.action;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.event.ActionDone;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.time.Instant;
import java.util.function.Supplier;

/** Does what a user asks for and records it, whatever comes of it. */
@RequestScoped
public class Actions {

  private static final Logger LOG = System.getLogger("io.hikyaku.admin");
  private static final int MAX_TEXT = 300;
  private static final int SERVER_FAULT = 500;

  @Inject private Store store;
  @Inject private ActionLog log;
  @Inject private HttpServletRequest request;
  @Inject private Event<ActionDone> done;

  /** Does something without a result. */
  public void run(String action, String target, String reason, Runnable task) {
    call(
        action,
        target,
        reason,
        () -> {
          task.run();
          return "";
        });
  }

  /**
   * Does something.
   *
   * @param reason as the user gave it, or null
   * @param task its result stands in the log if it is a number
   */
  public <T> T call(String action, String target, String reason, Supplier<T> task) {
    try {
      T result = task.get();
      record(action, target, reason, "done", result instanceof Number ? result.toString() : "");
      return result;
    } catch (RuntimeException e) {
      Problem problem = Problems.of(e);
      record(
          action,
          target,
          reason,
          problem.status() < SERVER_FAULT ? "refused" : "failed",
          problem.code() + ": " + problem.detail());
      throw problem.exception();
    }
  }

  /** Something was asked for by one who may not. */
  public void refused(String action, String target, Problem problem) {
    record(action, target, "", "refused", problem.code() + ": " + problem.detail());
  }

  private void record(String action, String target, String reason, String result, String detail) {
    Principal principal = request.getUserPrincipal();
    Action entry =
        new Action(
            Instant.now().toString(),
            principal == null ? "" : principal.getName(),
            store.nodeName(),
            action,
            text(target),
            text(reason),
            result,
            text(detail));
    LOG.log(
        Level.INFO,
        "HIKYAKU3002I: user {0}: {1} {2}: {3} {4}; reason: {5}",
        entry.user(),
        entry.action(),
        entry.target(),
        entry.result(),
        entry.detail(),
        entry.reason());
    log.add(entry);
    done.fire(new ActionDone(entry));
  }

  /** One line, not too long: it goes into a log. */
  static String text(String text) {
    String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.substring(0, Math.min(MAX_TEXT, line.length()));
  }
}
