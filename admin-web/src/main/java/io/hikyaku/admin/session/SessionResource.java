package io.hikyaku.admin.session;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Open;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.http.ServerSettings;
import io.hikyaku.api.QueueException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;

/** Who is there. Users and passwords are the server's registry's; so is the cookie. */
@Path("session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SessionResource {

  @Inject private Store store;
  @Inject private ServerSettings settings;
  @Context private HttpServletRequest request;
  @Context private SecurityContext caller;

  /** What a user gives. */
  public record Login(String user, String password) {}

  @POST
  @Open
  public Me login(Login document) {
    String user = Checks.present("user", Checks.body(document).user());
    String password = Checks.present("password", document.password());
    try {
      if (request.getUserPrincipal() != null) {
        request.logout(); // one user after another in the same browser
      }
      request.login(user, password);
    } catch (ServletException e) {
      throw Problem.of(
              401,
              "unauthenticated",
              "no such user, or not this password: ./run showed it once,"
                  + " and keeps it in work/node-N/password")
          .exception();
    }
    List<String> roles =
        Arrays.stream(Role.values())
            .filter(
                role ->
                    Arrays.stream(Role.values())
                        .anyMatch(r -> r.compareTo(role) >= 0 && request.isUserInRole(r.id())))
            .map(Role::id)
            .toList();
    return me(request.getRemoteUser(), roles);
  }

  @DELETE
  @Open
  public void logout() {
    try {
      request.logout();
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  @GET
  @Path("me")
  @Needs(Role.VIEWER)
  public Me me() {
    return me(caller.getUserPrincipal().getName(), Role.of(caller));
  }

  private Me me(String user, List<String> roles) {
    String cluster;
    try {
      cluster = store.management().cluster().clusterName();
    } catch (QueueException e) {
      cluster = ""; // one can log in to see what is wrong
    }
    return new Me(user, roles, store.nodeName(), cluster, settings.version());
  }
}
