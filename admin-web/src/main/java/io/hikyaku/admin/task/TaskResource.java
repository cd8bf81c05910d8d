package io.hikyaku.admin.task;

import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Instant;

/** What is done with many messages, by the server. */
@Path("")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TaskResource {

  @Inject private Tasks tasks;
  @Inject private Actions actions;
  @Context private SecurityContext caller;

  @POST
  @Path("groups/{group}/messages/tasks")
  @Needs(Role.OPERATOR)
  public Response startMessageTask(@PathParam("group") String group, NewTask document) {
    return start("startMessageTask", group, false, document);
  }

  @POST
  @Path("groups/{group}/dead-letters/tasks")
  @Needs(Role.OPERATOR)
  public Response startDeadLetterTask(@PathParam("group") String group, NewTask document) {
    return start("startDeadLetterTask", group, true, document);
  }

  private Response start(String action, String group, boolean dead, NewTask document) {
    Checks.body(document);
    Task task =
        actions.call(
            action,
            group + " " + document.action() + " " + document.selection(),
            document.reason(),
            () -> tasks.start(group, dead, document, caller.getUserPrincipal().getName()));
    return Response.accepted(task).location(URI.create("tasks/" + task.id())).build();
  }

  @GET
  @Path("tasks")
  @Needs(Role.VIEWER)
  public Page<Task> listTasks(@BeanParam Paging paging) {
    return paging.cut(tasks.list(), Instant.now());
  }

  @GET
  @Path("tasks/{task}")
  @Needs(Role.VIEWER)
  public Task getTask(@PathParam("task") String task) {
    return tasks.get(task);
  }

  @DELETE
  @Path("tasks/{task}")
  @Needs(Role.OPERATOR)
  public void cancelTask(@PathParam("task") String task, @QueryParam("reason") String reason) {
    actions.run("cancelTask", task, reason, () -> tasks.cancel(task));
  }
}
