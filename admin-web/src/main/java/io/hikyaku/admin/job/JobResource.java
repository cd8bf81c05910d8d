package io.hikyaku.admin.job;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.queue.ReasonDocument;
import io.hikyaku.api.mapreduce.JobStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Jobs of the cluster. */
@Path("jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class JobResource {

  private static final Map<String, Comparator<JobSummary>> SORTS =
      Map.of(
          "name", Comparator.comparing(JobSummary::name),
          "state", Comparator.comparing(JobSummary::state),
          "startedAt", Comparator.comparing(JobSummary::startedAt),
          "progress", Comparator.comparingDouble(JobSummary::progress));

  @Inject private Store store;
  @Inject private Actions actions;

  @GET
  @Needs(Role.VIEWER)
  public Page<JobSummary> listJobs(@BeanParam Paging paging, @QueryParam("state") String state) {
    List<String> states = Arrays.stream(JobStatus.State.values()).map(Enum::name).toList();
    if (state != null && !states.contains(state)) {
      throw Problem.of(
              400, "not-allowed-value", "state is '" + state + "': must be one of " + states)
          .withField("state")
          .exception();
    }
    List<JobSummary> jobs =
        store.factory().jobs().list().stream()
            .map(JobSummary::of)
            .filter(job -> state == null || job.state().equals(state))
            .toList();
    return paging.page(jobs, JobSummary::name, SORTS, "-startedAt", Instant.now());
  }

  @GET
  @Path("{job}")
  @Needs(Role.VIEWER)
  public JobDocument getJob(@PathParam("job") String job) {
    return JobDocument.of(store.factory().jobs().find(job).orElseThrow(() -> unknown(job)));
  }

  @POST
  @Path("{job}/cancel")
  @Needs(Role.OPERATOR)
  public void cancelJob(@PathParam("job") String job, ReasonDocument document) {
    actions.run(
        "cancelJob",
        job,
        ReasonDocument.of(document),
        () -> {
          if (store.factory().jobs().find(job).isEmpty()) {
            throw unknown(job);
          }
          if (!store.factory().jobs().cancel(job)) {
            throw Problem.of(409, "already-ended", "job " + job + " has ended already").exception();
          }
        });
  }

  private static RuntimeException unknown(String job) {
    return Problem.of(
            404, "unknown-job", "there is no job '" + job + "': jobs are kept for an hour")
        .exception();
  }
}
