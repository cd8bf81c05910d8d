package io.hikyaku.admin;

import io.hikyaku.admin.http.Open;
import io.hikyaku.api.management.StoreStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The status for scripts. It is gathered from all members when it is asked for. */
@Path("status")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

  // not through the constructor: RESTEasy wants a public one without parameters beside CDI's
  @Inject private Store store;

  /** Cluster, nodes and groups in one document. */
  @GET
  @Open(locally = true)
  public StatusView status() {
    StoreStatus status = store.management().status();
    return new StatusView(
        ClusterView.of(status.cluster()),
        NodeView.all(status.cluster()),
        GroupView.all(status.groups()));
  }
}
