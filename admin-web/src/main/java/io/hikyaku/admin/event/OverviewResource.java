package io.hikyaku.admin.event;

import io.hikyaku.admin.ClusterView;
import io.hikyaku.admin.NodeView;
import io.hikyaku.admin.action.Action;
import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.job.JobSummary;
import io.hikyaku.admin.queue.GroupDocument;
import io.hikyaku.admin.queue.GroupKind;
import io.hikyaku.admin.task.Task;
import io.hikyaku.admin.task.Tasks;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.NodeStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;

/** What an operator wants to see first. */
@Path("overview")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {

  private static final int SHOWN = 10;

  @Inject private Sampler sampler;
  @Inject private ActionLog actions;
  @Inject private Tasks tasks;

  /** See Overview in the API's document. */
  public record Overview(
      String at,
      Verdict verdict,
      Totals totals,
      List<History.Point> history,
      List<GroupDocument> oldestGroups,
      ClusterView cluster,
      List<NodeView> nodes,
      List<JobSummary> runningJobs,
      List<Task> tasks,
      List<Action> lastActions,
      boolean lastActionsComplete) {}

  @GET
  @Needs(Role.VIEWER)
  public Overview overview() {
    Snapshot now = sampler.fresh();
    List<GroupDocument> oldest =
        now.groups().all().stream()
            .filter(group -> !group.oldestAge().isZero())
            .filter(group -> GroupKind.of(group.name()) == GroupKind.QUEUE)
            .sorted(Comparator.comparing(GroupStatus::oldestAge).reversed())
            .limit(SHOWN)
            .map(now.groups()::document)
            .toList();
    // to read the log of actions is to wait for every node: not for one that is known to be silent
    ActionLog.Known lastActions =
        actions.lastKnown(now.cluster().nodes().stream().allMatch(NodeStatus::answering));
    return new Overview(
        now.at().toString(),
        now.verdict(),
        now.totals(),
        sampler.history(),
        oldest,
        ClusterView.of(now.cluster()),
        NodeView.all(now.cluster()),
        now.jobs().stream().filter(job -> job.state().equals("RUNNING")).toList(),
        tasks.list().stream().filter(Task::goesOn).toList(),
        lastActions.actions().stream().limit(SHOWN).toList(),
        lastActions.complete());
  }
}
