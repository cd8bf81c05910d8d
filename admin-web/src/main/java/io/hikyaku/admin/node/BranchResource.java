package io.hikyaku.admin.node;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.api.management.BranchStatus;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Branches of distributed transactions in doubt. */
@Path("branches")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BranchResource {

  @Inject private Store store;
  @Inject private Actions actions;

  /** A branch, as {@link BranchStatus} has it. */
  public record Branch(
      String branch,
      String state,
      String node,
      boolean nodePresent,
      String preparedAt,
      double ageSeconds,
      int sends,
      int settles) {

    static Branch of(BranchStatus status, Instant now) {
      return new Branch(
          status.branch(),
          status.state().name(),
          status.node(),
          status.nodePresent(),
          status.preparedAt().toString(),
          Math.max(0, Duration.between(status.preparedAt(), now).toMillis()) / 1000.0,
          status.sends(),
          status.settles());
    }
  }

  /** What becomes of a branch. */
  public record Resolution(String outcome, String confirm, String reason) {}

  @GET
  @Needs(Role.VIEWER)
  public Page<Branch> listBranches(@BeanParam Paging paging) {
    Instant now = Instant.now();
    List<Branch> all =
        store.management().preparedBranches().stream().map(b -> Branch.of(b, now)).toList();
    return paging.cut(all, now);
  }

  @POST
  @Path("{branch}/resolve")
  @Needs(Role.ADMINISTRATOR)
  public void resolveBranch(@PathParam("branch") String branch, Resolution document) {
    String outcome = Checks.present("outcome", Checks.body(document).outcome());
    boolean commit = outcome.equals("commit");
    if (!commit && !outcome.equals("rollback")) {
      throw Problem.of(
              400, "not-allowed-value", "outcome is '" + outcome + "': must be commit or rollback")
          .withField("outcome")
          .exception();
    }
    actions.run(
        "resolveBranch",
        branch + " " + outcome,
        document.reason(),
        () -> {
          Checks.confirmed(branch, document.confirm());
          if (!store.management().resolveBranch(branch, commit)) {
            throw Problem.of(404, "unknown-branch", "no such branch is prepared: " + branch)
                .exception();
          }
        });
  }
}
