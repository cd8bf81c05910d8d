package io.hikyaku.admin;

import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The status documents. Each is gathered from all members when it is asked for. */
@Path("")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

  // not through the constructor: RESTEasy wants a public one without parameters beside CDI's
  @Inject private Store store;

  /** Cluster, nodes and groups in one document. */
  @GET
  @Path("status")
  public StatusView status() {
    QueueManagement management = store.management();
    ClusterStatus cluster = management.cluster();
    return new StatusView(
        ClusterView.of(cluster), NodeView.all(cluster), GroupView.all(management.groups()));
  }

  /** The members of the cluster. */
  @GET
  @Path("nodes")
  public List<NodeView> nodes() {
    return NodeView.all(store.management().cluster());
  }

  /** All groups. */
  @GET
  @Path("groups")
  public List<GroupView> groups() {
    return GroupView.all(store.management().groups());
  }

  /** One group. */
  @GET
  @Path("groups/{name}")
  public GroupView group(@PathParam("name") String name) {
    return groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownGroupException(
                    "there is no group '" + name + "': GET groups lists those there are"));
  }
}
