package io.hikyaku.admin.task;

import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** What is done with many messages, by the server. */
@Path("tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {

  @Inject private Tasks tasks;
  @Inject private Actions actions;

  @GET
  @Needs(Role.VIEWER)
  public Page<Task> listTasks(@BeanParam Paging paging) {
    return paging.cut(tasks.list(), Instant.now());
  }

  @GET
  @Path("{task}")
  @Needs(Role.VIEWER)
  public Task getTask(@PathParam("task") String task) {
    return tasks.get(task);
  }

  @DELETE
  @Path("{task}")
  @Needs(Role.OPERATOR)
  public void cancelTask(@PathParam("task") String task, @QueryParam("reason") String reason) {
    actions.run("cancelTask", task, reason, () -> tasks.cancel(task));
  }
}
