package io.hikyaku.admin.task;

import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Begins tasks on the dead letters of a group. */
@Path("groups/{group}/dead-letters/tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeadLetterTaskResource {

  @Inject private TaskStart start;

  @POST
  @Needs(Role.OPERATOR)
  public Response startDeadLetterTask(@PathParam("group") String group, NewTask document) {
    return start.start("startDeadLetterTask", group, true, document);
  }
}
