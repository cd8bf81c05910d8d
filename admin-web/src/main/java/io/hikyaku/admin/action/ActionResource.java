package io.hikyaku.admin.action;

import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The log of actions. */
@Path("actions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ActionResource {

  @Inject private ActionLog log;

  /** Actions of all nodes, the newest first. */
  @GET
  @Needs(Role.VIEWER)
  public Page<Action> listActions(@BeanParam Paging paging) {
    String wanted = paging.filter();
    List<Action> found =
        log.list().stream()
            .filter(
                a ->
                    (a.user() + ' ' + a.action() + ' ' + a.target())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
            .toList();
    return paging.cut(found, Instant.now());
  }
}
