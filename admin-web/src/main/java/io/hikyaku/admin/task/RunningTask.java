package io.hikyaku.admin.task;

import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.QueueManagement;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Treats messages in batches, on a thread of its own, until all are treated or it is cancelled. A
 * batch that fails is tried again: what is done is not found any more.
 */
final class RunningTask implements Runnable {

  private static final Logger LOG = System.getLogger("io.hikyaku.admin");
  private static final int MAX_ATTEMPTS = 30;
  private static final long PAUSE_MILLIS = 1000;

  private final String id;
  private final String action;
  private final String group;
  private final String source;
  private final String target;
  private final String user;
  private final String node;
  private final QueueManagement management;
  private final BulkManagement bulk;
  private final List<MessageId> ids;
  private final Instant startedAt = Instant.now();

  private long done;
  private long failed;
  private String state = Task.RUNNING;
  private String error = "";
  private Instant endedAt;
  private volatile boolean cancelled;

  /**
   * @param source the group that holds the messages: that of the dead letters, perhaps
   * @param target where they go; empty to delete them
   * @param management looked up already: the task's own thread has no naming context
   */
  RunningTask(
      String id,
      NewTask asked,
      String group,
      String source,
      String target,
      String user,
      String node,
      QueueManagement management,
      List<MessageId> ids) {
    this.id = id;
    this.action = asked.action();
    this.group = group;
    this.source = source;
    this.target = target;
    this.user = user;
    this.node = node;
    this.management = management;
    this.bulk = management.bulk();
    this.ids = ids;
  }

  String id() {
    return id;
  }

  @Override
  public void run() {
    String end = "DONE";
    String why = "";
    try {
      for (int from = 0; from < ids.size() && !cancelled; from += BulkManagement.MAX_AT_ONCE) {
        treat(ids.subList(from, Math.min(ids.size(), from + BulkManagement.MAX_AT_ONCE)));
      }
      end = cancelled ? "CANCELLED" : "DONE";
    } catch (RuntimeException e) {
      end = "FAILED";
      why = String.valueOf(e.getMessage());
      LOG.log(Level.WARNING, "HIKYAKU3004W: task " + id + " failed after " + done + ": " + why);
    }
    end(end, why);
  }

  /** If it is cancelled while the store fails, nobody knows what became of this batch. */
  private void treat(List<MessageId> batch) {
    for (int attempt = 1; !cancelled; attempt++) {
      try {
        int moved = bulk.move(source, batch, Optional.of(target).filter(t -> !t.isEmpty()));
        // an attempt that failed may have moved some, and did not say how many
        count(batch, attempt == 1 ? moved : batch.size() - left(batch));
        return;
      } catch (UnknownGroupException | IllegalArgumentException e) {
        throw e; // it was deleted: no attempt will help
      } catch (QueueException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  /** How many are where they were. */
  private int left(List<MessageId> batch) {
    int left = 0;
    for (MessageId message : batch) {
      if (management.find(message).filter(found -> found.group().equals(source)).isPresent()) {
        left++;
      }
    }
    return left;
  }

  private synchronized void count(List<MessageId> batch, int moved) {
    done += moved;
    failed += batch.size() - moved;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end(String how, String why) {
    state = how;
    error = why;
    endedAt = Instant.now();
  }

  /** Asks it to end; false if it has. */
  synchronized boolean cancel() {
    cancelled = true;
    return state.equals(Task.RUNNING);
  }

  synchronized boolean endedBefore(Instant time) {
    return endedAt != null && endedAt.isBefore(time);
  }

  synchronized Task status() {
    long treated = done + failed;
    boolean running = state.equals(Task.RUNNING);
    double progress = ids.isEmpty() ? 1 : (double) treated / ids.size();
    Double remaining = null;
    if (running && treated > 0) {
      double elapsed = Seconds.of(Duration.between(startedAt, Instant.now()));
      remaining = elapsed * (ids.size() - treated) / treated;
    }
    return new Task(
        id,
        action,
        group,
        target,
        state,
        done,
        failed,
        ids.size(),
        progress,
        remaining,
        startedAt.toString(),
        endedAt == null ? null : endedAt.toString(),
        user,
        node,
        error);
  }
}
