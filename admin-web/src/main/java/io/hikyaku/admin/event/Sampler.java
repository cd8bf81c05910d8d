package io.hikyaku.admin.event;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.Json;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.http.Seconds;
import io.hikyaku.admin.http.ServerSettings;
import io.hikyaku.admin.job.JobSummary;
import io.hikyaku.admin.node.Nodes;
import io.hikyaku.admin.queue.Groups;
import io.hikyaku.admin.session.Me;
import io.hikyaku.admin.task.Task;
import io.hikyaku.admin.task.Tasks;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.StoreStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gathers the figures, once for all viewers, and tells what became of them. Ticks come one at a
 * time; the rest is thread-safe.
 */
@ApplicationScoped
public class Sampler {

  /** Without viewers, for the history alone. */
  private static final int IDLE_TICKS = 5;

  private static final int NODES_TICKS = 5;

  private final History history = new History();
  private final GroupHistories groupHistories = new GroupHistories();
  private volatile Snapshot last;
  private Set<String> runningJobs = Set.of();
  private Set<String> runningTasks = Set.of();
  private long ticks;

  @Inject private Store store;
  @Inject private Stream stream;
  @Inject private Tasks tasks;
  @Inject private ServerSettings settings;

  /** Gathers and tells; called every second. */
  void tick() {
    long tick = ticks++;
    tellTasks();
    if (stream.isEmpty() && tick % IDLE_TICKS != 0) {
      return;
    }
    Snapshot before = last;
    Snapshot now;
    try {
      now = gather();
    } catch (RuntimeException e) {
      return; // the store starts or stops, and viewers are told by the age of the figures
    }
    last = now;
    history.add(now.at(), now.totals());
    groupHistories.add(now.at(), now.groups().all());
    if (!stream.isEmpty()) {
      tell(before, now, tick);
    }
  }

  private Snapshot gather() {
    Instant at = Instant.now();
    StoreStatus status = store.management().status();
    List<JobSummary> jobs = store.factory().jobs().list().stream().map(JobSummary::of).toList();
    Totals totals = Totals.of(status.groups());
    Verdict verdict =
        Verdict.of(
            status.cluster(), status.groups(), totals, store.factory().deliveries().list(), at);
    return new Snapshot(at, status.cluster(), Groups.of(status.groups()), totals, verdict, jobs);
  }

  private void tell(Snapshot before, Snapshot now, long tick) {
    List<Told.Change> changes = before == null ? List.of() : Changes.between(before, now);
    boolean nodesChanged =
        changes.stream().anyMatch(c -> c.kind().equals("node") || c.kind().equals("cluster"));
    if (nodesChanged || tick % NODES_TICKS == 0) {
      stream.send("nodes", Nodes.of(now.cluster(), now.at()));
    }
    sendRates(now);
    changes.forEach(change -> stream.send("change", change));
    Set<String> running =
        now.jobs().stream()
            .filter(job -> job.state().equals("RUNNING"))
            .map(JobSummary::id)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> told = new HashSet<>(running);
    told.addAll(runningJobs);
    if (!told.isEmpty()) {
      stream.send(
          "jobs",
          new Told.Jobs(
              now.at().toString(),
              now.jobs().stream().filter(job -> told.contains(job.id())).toList()));
    }
    runningJobs = running;
  }

  private void sendRates(Snapshot now) {
    Groups groups = now.groups();
    stream.sendGroups("rates", rates(now), name -> groups.find(name).map(groups::document));
  }

  /** Without the last brace. */
  private static String rates(Snapshot now) {
    String text = Json.text(new Told.Rates(now.at().toString(), now.verdict(), now.totals()));
    return text.substring(0, text.length() - 1);
  }

  private void tellTasks() {
    List<Task> all = tasks.list();
    Set<String> before = runningTasks;
    all.stream()
        .filter(task -> task.goesOn() || before.contains(task.id()))
        .forEach(task -> stream.send("task", task));
    runningTasks =
        all.stream().filter(Task::goesOn).map(Task::id).collect(Collectors.toUnmodifiableSet());
  }

  /** Tells that this node is there; called every second, whatever the cluster does. */
  void beat() {
    stream.send("heartbeat", new Told.Heartbeat(Instant.now().toString(), figuresAgeSeconds()));
  }

  private double figuresAgeSeconds() {
    Snapshot known = last;
    return known == null ? -1 : Seconds.of(Duration.between(known.at(), Instant.now()));
  }

  /** An action on this node is told at once, and so is what became of it. */
  void actionDone(@Observes ActionDone done) {
    stream.send("action", done.action());
  }

  /** The first event of a client. */
  String hello(String user, Predicate<String> hasRole) {
    List<String> roles =
        Arrays.stream(Role.values())
            .filter(
                role ->
                    Arrays.stream(Role.values())
                        .anyMatch(r -> r.compareTo(role) >= 0 && hasRole.test(r.id())))
            .map(Role::id)
            .toList();
    Snapshot known = last;
    String cluster = known == null ? "" : known.cluster().clusterName();
    return Json.text(new Me(user, roles, store.nodeName(), cluster, settings.version()));
  }

  /** What a new client need not wait for. */
  void welcome(Viewer viewer) {
    Snapshot known = last;
    if (known == null) {
      return;
    }
    ClusterStatus cluster = known.cluster();
    viewer.send("nodes", Json.text(Nodes.of(cluster, known.at())));
    String groups =
        viewer.groups().stream()
            .flatMap(name -> known.groups().find(name).stream())
            .map(group -> Json.text(known.groups().document(group)))
            .collect(Collectors.joining(",", ",\"groups\":[", "]}"));
    viewer.send("rates", rates(known) + groups);
  }

  /** What was gathered last, or now if that is old or there is nothing yet. */
  Snapshot fresh() {
    Snapshot known = last;
    if (known != null
        && Duration.between(known.at(), Instant.now()).compareTo(Duration.ofSeconds(1)) < 0) {
      return known;
    }
    return gather();
  }

  List<History.Point> history() {
    return history.points();
  }

  List<GroupHistories.GroupPoint> history(String group) {
    return groupHistories.of(group, Instant.now());
  }
}
