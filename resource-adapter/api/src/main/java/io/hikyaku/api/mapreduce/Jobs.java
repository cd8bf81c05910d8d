package io.hikyaku.api.mapreduce;

import io.hikyaku.api.ReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Jobs of the cluster. Their state is in the store: any node shows, awaits and cancels any job, and
 * a job goes on when the node that began it is gone. Thread-safe.
 */
public interface Jobs {

  /** The queue group of steps: whoever runs steps listens to it. */
  String STEPS = "mapreduce.steps";

  /**
   * The queue group of the steps of one application's jobs.
   *
   * @param application empty for {@link #STEPS} itself
   */
  static String stepsOf(String application) {
    return application.isEmpty() ? STEPS : STEPS + "." + application;
  }

  /** The data that jobs work on. */
  TupleGroups groups();

  /**
   * Begins a job.
   *
   * @return its id, unique over the cluster
   * @throws io.hikyaku.api.UnknownGroupException if an input is not there
   * @throws IllegalArgumentException if its groups do not fit together, naming them
   */
  String submit(Job job);

  /** A job, for as long as it is kept: running, or ended within the last hour. */
  Optional<JobStatus> find(String id);

  /** All jobs that are kept, the newest first. */
  List<JobStatus> list();

  /**
   * Waits until a job has ended.
   *
   * @return how it ended, or how far it is if it did not end in time
   */
  JobStatus await(String id, Duration wait);

  /**
   * Ends a job: steps that run are told, and their output does not count; groups that it made are
   * dropped.
   *
   * @return false if it had ended before
   */
  boolean cancel(String id);

  /**
   * Runs a step on the calling thread. Called by the message-driven bean of an application, which
   * gives access to its classes. Returns when the message can be settled: the step is done, or was
   * given up, or is sent to be tried again elsewhere; failures of the step are part of the job's
   * state and are not thrown.
   *
   * @param step a message of the group {@link #STEPS}, or of {@link #stepsOf} an application
   */
  void runStep(ReceivedMessage step, TaskFactory tasks);
}
