package io.hikyaku.admin.task;

import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Begins a task for a user, and records it. */
@RequestScoped
public class TaskStart {

  @Inject private Tasks tasks;
  @Inject private Actions actions;
  @Inject private HttpServletRequest request;

  Response start(String action, String group, boolean dead, NewTask document) {
    Checks.body(document);
    String user = request.getUserPrincipal().getName();
    Task task =
        actions.call(
            action,
            group + " " + document.action() + " " + document.selection(),
            document.reason(),
            () -> tasks.start(group, dead, document, user));
    return Response.accepted(task).location(URI.create("tasks/" + task.id())).build();
  }
}
