package io.hikyaku.admin.queue;

import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Finds a message by its id alone. */
@Path("messages/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MessageFinder {

  @Inject private Messages messages;

  @GET
  @Needs(Role.VIEWER)
  public MessageDocument findMessage(@PathParam("id") String id) {
    return messages.document(null, id);
  }
}
