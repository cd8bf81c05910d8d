package io.hikyaku.admin.node;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.queue.Count;
import io.hikyaku.admin.queue.ReasonDocument;
import io.hikyaku.api.management.DeliveryStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** Message-driven beans of this node. */
@Path("deliveries")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeliveryResource {

  @Inject private Store store;
  @Inject private Actions actions;

  /** A bean, as {@link DeliveryStatus} has it. */
  public record Delivery(
      String node,
      String group,
      String bean,
      String state,
      String reason,
      int concurrency,
      int working,
      int failuresInARow) {

    static Delivery of(DeliveryStatus status, String node) {
      return new Delivery(
          node,
          status.group(),
          status.bean(),
          status.state().name(),
          status.reason(),
          status.concurrency(),
          status.working(),
          status.failuresInARow());
    }
  }

  @GET
  @Needs(Role.VIEWER)
  public Page<Delivery> listDeliveries(@BeanParam Paging paging) {
    String node = store.nodeName();
    List<Delivery> all =
        store.factory().deliveries().list().stream().map(d -> Delivery.of(d, node)).toList();
    return paging.cut(all, Instant.now());
  }

  @POST
  @Path("{group}/pause")
  @Needs(Role.OPERATOR)
  public Count pauseDeliveries(@PathParam("group") String group, ReasonDocument document) {
    String reason = ReasonDocument.of(document);
    return new Count(
        actions.call(
            "pauseDeliveries",
            group,
            reason,
            () ->
                store
                    .factory()
                    .deliveries()
                    .pause(group, reason == null ? "by an operator" : reason)));
  }

  @POST
  @Path("{group}/resume")
  @Needs(Role.OPERATOR)
  public Count resumeDeliveries(@PathParam("group") String group, ReasonDocument document) {
    return new Count(
        actions.call(
            "resumeDeliveries",
            group,
            ReasonDocument.of(document),
            () -> store.factory().deliveries().resume(group)));
  }
}
