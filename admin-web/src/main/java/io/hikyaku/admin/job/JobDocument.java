package io.hikyaku.admin.job;

import io.hikyaku.api.mapreduce.JobStatus;
import java.util.List;
import java.util.Map;

/** A job: {@link JobSummary}, and its graph, counters and failures. */
public record JobDocument(
    String id,
    String name,
    String state,
    int round,
    double progress,
    Double remainingSeconds,
    String startedAt,
    String endedAt,
    String failure,
    int failedAttempts,
    List<Stage> stages,
    Map<String, Long> counters,
    List<Failure> failures) {

  /** A stage of the graph. */
  public record Stage(
      String task,
      String kind,
      List<String> inputs,
      List<String> outputs,
      int steps,
      int stepsDone,
      double skew) {

    static Stage of(JobStatus.StageStatus stage) {
      return new Stage(
          stage.task(),
          stage.kind().name(),
          stage.inputs(),
          stage.outputs(),
          stage.steps(),
          stage.stepsDone(),
          stage.skew());
    }
  }

  /** Attempts that failed alike. */
  public record Failure(String cause, int attempts, String example) {

    static Failure of(JobStatus.Failure failure) {
      return new Failure(failure.cause(), failure.attempts(), failure.example());
    }
  }

  static JobDocument of(JobStatus job) {
    JobSummary summary = JobSummary.of(job);
    return new JobDocument(
        summary.id(),
        summary.name(),
        summary.state(),
        summary.round(),
        summary.progress(),
        summary.remainingSeconds(),
        summary.startedAt(),
        summary.endedAt(),
        summary.failure(),
        summary.failedAttempts(),
        job.stages().stream().map(Stage::of).toList(),
        job.counters(),
        job.failures().stream().map(Failure::of).toList());
  }
}
