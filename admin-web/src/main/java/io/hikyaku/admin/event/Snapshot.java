package io.hikyaku.admin.event;

import io.hikyaku.admin.job.JobSummary;
import io.hikyaku.admin.queue.Groups;
import io.hikyaku.api.management.ClusterStatus;
import java.time.Instant;
import java.util.List;

/**
 * What was gathered at one moment, for all viewers.
 *
 * @param at when
 * @param groups of all kinds
 */
public record Snapshot(
    Instant at,
    ClusterStatus cluster,
    Groups groups,
    Totals totals,
    Verdict verdict,
    List<JobSummary> jobs) {}
