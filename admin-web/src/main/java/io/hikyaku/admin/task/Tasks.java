package io.hikyaku.admin.task;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.QueueManagement;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Tasks of this node. Ended ones are kept for an hour. Thread-safe. */
@ApplicationScoped
public class Tasks {

  private static final int MAX_RUNNING = 4;
  private static final int MAX_KEPT = 200;
  private static final Duration KEPT = Duration.ofHours(1);

  private final Map<String, RunningTask> tasks = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong(System.currentTimeMillis());

  @Inject private Store store;

  /**
   * Checks and begins a task.
   *
   * @param dead whether it is about the group's dead letters
   */
  public synchronized Task start(String group, boolean dead, NewTask asked, String user) {
    Checks.body(asked).check(dead);
    ActionLog.refuse("group", group);
    if (asked.target() != null) {
      ActionLog.refuse("target", asked.target());
    }
    QueueManagement management = store.management();
    management.settings(group);
    String source = dead ? group + GroupSettings.DEAD_LETTER_SUFFIX : group;
    String target = target(asked, group, source, management);
    if (tasks.values().stream().filter(task -> task.status().goesOn()).count() >= MAX_RUNNING) {
      throw Problem.of(
              409,
              "too-many-tasks",
              MAX_RUNNING + " tasks run on this node: wait for one of them, or cancel it")
          .exception();
    }
    List<MessageId> ids = select(asked, group, source, management);
    String node = store.nodeName();
    String id = node + "-" + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    RunningTask task =
        new RunningTask(id, asked, group, source, target, user, node, management, ids);
    tidy();
    tasks.put(id, task);
    Thread thread = new Thread(task, "hikyaku-task-" + id);
    thread.setDaemon(true);
    thread.start();
    return task.status();
  }

  private static String target(
      NewTask asked, String group, String source, QueueManagement management) {
    return switch (asked.action()) {
      case "redrive" -> group;
      case "move" -> {
        management.settings(asked.target());
        if (asked.target().equals(source)) {
          throw Problem.of(400, "not-allowed-value", "target is the group that holds the messages")
              .withField("target")
              .exception();
        }
        yield asked.target();
      }
      default -> "";
    };
  }

  private List<MessageId> select(
      NewTask asked, String group, String source, QueueManagement management) {
    if (!asked.isWide()) {
      return asked.messageIds();
    }
    if (asked.confirm() != null) {
      Checks.confirmed(group, asked.confirm());
    }
    List<MessageId> ids = management.bulk().select(source, Optional.ofNullable(asked.deadReason()));
    if (asked.expectedMessages() != null) {
      long there = asked.deadReason() != null ? ids.size() : store.depth(source);
      Checks.count("expectedMessages", asked.expectedMessages(), there);
    }
    return ids;
  }

  private void tidy() {
    Instant old = Instant.now().minus(KEPT);
    tasks.values().removeIf(task -> task.endedBefore(old));
    while (tasks.size() >= MAX_KEPT) {
      tasks.values().stream()
          .filter(task -> !task.status().goesOn())
          .min(Comparator.comparing(task -> task.status().startedAt()))
          .ifPresent(task -> tasks.remove(task.id()));
    }
  }

  /** All tasks, the newest first. */
  public List<Task> list() {
    return tasks.values().stream()
        .map(RunningTask::status)
        .sorted(Comparator.comparing(Task::startedAt).reversed())
        .toList();
  }

  /** One task. */
  public Task get(String id) {
    return require(id).status();
  }

  /** Cancels a task. */
  public void cancel(String id) {
    if (!require(id).cancel()) {
      throw Problem.of(409, "already-ended", "task " + id + " has ended already").exception();
    }
  }

  private RunningTask require(String id) {
    RunningTask task = tasks.get(id);
    if (task == null) {
      throw Problem.of(
              404,
              "unknown-task",
              "there is no task '"
                  + id
                  + "' on node "
                  + store.nodeName()
                  + ": a task lives on the node where it was begun")
          .exception();
    }
    return task;
  }

  @PreDestroy
  void stop() {
    tasks.values().forEach(RunningTask::cancel);
  }
}
