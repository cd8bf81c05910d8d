package io.hikyaku.admin.event;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** How a group was lately, so that a plot does not begin empty. */
@Path("groups/{group}/history")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class GroupHistoryResource {

  @Inject private Store store;
  @Inject private Sampler sampler;

  /** Points, the oldest first. */
  public record GroupHistory(List<GroupHistories.GroupPoint> points) {}

  @GET
  @Needs(Role.VIEWER)
  public GroupHistory groupHistory(@PathParam("group") String group) {
    store.management().settings(group); // or it is unknown
    return new GroupHistory(sampler.history(group));
  }
}
