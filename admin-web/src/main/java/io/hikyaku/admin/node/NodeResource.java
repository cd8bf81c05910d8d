package io.hikyaku.admin.node;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.queue.ReasonDocument;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.NodeStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;

/** Members of the cluster. */
@Path("nodes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class NodeResource {

  @Inject private Store store;
  @Inject private Actions actions;

  /** That a node is meant. */
  public record Confirmation(String confirm, String reason) {}

  /** Whether rebalancing is on. */
  public record Rebalance(Boolean enabled, String reason) {}

  @GET
  @Needs(Role.VIEWER)
  public Nodes listNodes() {
    return Nodes.of(store.management().cluster(), Instant.now());
  }

  @GET
  @Path("{node}/drain")
  @Needs(Role.VIEWER)
  public Drain getDrain(@PathParam("node") String node) {
    ClusterStatus cluster = store.management().cluster();
    return Drain.of(cluster, require(cluster, node));
  }

  @POST
  @Path("{node}/drain")
  @Needs(Role.ADMINISTRATOR)
  public Response drainNode(@PathParam("node") String node, Confirmation document) {
    Checks.body(document);
    actions.run(
        "drainNode",
        node,
        document.reason(),
        () -> {
          Drain check = getDrain(node);
          Checks.confirmed(node, document.confirm());
          if (!check.possible()) {
            throw Problem.of(
                    409,
                    "drain-impossible",
                    "node "
                        + node
                        + " is not drained: "
                        + String.join("; ", check.hindrances().stream().map(Remark::text).toList()))
                .exception();
          }
          store.management().nodes().drain(node);
        });
    return Response.accepted(getDrain(node)).build();
  }

  @DELETE
  @Path("{node}/drain")
  @Needs(Role.ADMINISTRATOR)
  public Response undrainNode(@PathParam("node") String node, @QueryParam("reason") String reason) {
    actions.run(
        "undrainNode",
        node,
        reason,
        () -> {
          require(store.management().cluster(), node);
          if (!store.management().nodes().undrain(node)) {
            throw Problem.of(409, "not-draining", "node " + node + " is not drained").exception();
          }
        });
    return Response.accepted(getDrain(node)).build();
  }

  @POST
  @Path("{node}/forget")
  @Needs(Role.OPERATOR)
  public void forgetNode(@PathParam("node") String node, ReasonDocument document) {
    QueueManagement management = store.management();
    actions.run(
        "forgetNode",
        node,
        ReasonDocument.of(document),
        () -> {
          if (management.cluster().missing().stream().noneMatch(one -> one.name().equals(node))) {
            throw Problem.of(
                    409,
                    "not-missing",
                    "node " + node + " is not forgotten: it is not one of those that are missing")
                .exception();
          }
          management.nodes().forget(node);
        });
  }

  @PUT
  @Path("rebalance")
  @Needs(Role.ADMINISTRATOR)
  public void setRebalance(Rebalance document) {
    boolean enabled = Checks.present("enabled", Checks.body(document).enabled());
    actions.run(
        "setRebalance",
        enabled ? "on" : "off",
        document.reason(),
        () -> store.management().nodes().rebalancing(enabled));
  }

  private static NodeStatus require(ClusterStatus cluster, String node) {
    return cluster.nodes().stream()
        .filter(one -> one.name().equals(node))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        404,
                        "unknown-node",
                        "there is no node '"
                            + node
                            + "': there are "
                            + cluster.nodes().stream().map(NodeStatus::name).toList())
                    .exception());
  }
}
