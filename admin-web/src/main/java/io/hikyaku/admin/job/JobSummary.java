package io.hikyaku.admin.job;

import io.hikyaku.admin.http.Seconds;
import io.hikyaku.api.mapreduce.JobStatus;
import java.time.Instant;

/**
 * A job in a list. What is null is left out.
 *
 * @param remainingSeconds null while it cannot be told
 * @param endedAt null while it runs
 * @param failure null if it did not fail
 */
public record JobSummary(
    String id,
    String name,
    String state,
    int round,
    double progress,
    Double remainingSeconds,
    String startedAt,
    String endedAt,
    String failure,
    int failedAttempts) {

  /** Of a job's status. */
  public static JobSummary of(JobStatus job) {
    return new JobSummary(
        job.id(),
        job.name(),
        job.state().name(),
        job.round(),
        job.progress(),
        job.remaining(Instant.now()).map(Seconds::of).orElse(null),
        job.startedAt().toString(),
        job.endedAt().map(Instant::toString).orElse(null),
        job.failure().orElse(null),
        job.failures().stream().mapToInt(JobStatus.Failure::attempts).sum());
  }
}
