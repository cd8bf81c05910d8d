package io.hikyaku.admin.event;

import io.hikyaku.admin.job.JobSummary;
import io.hikyaku.admin.queue.GroupDocument;
import io.hikyaku.api.management.ClusterStatus;
import java.time.Instant;
import java.util.List;

/**
 * What was gathered at one moment, for all viewers.
 *
 * @param at when
 * @param groups of all kinds, by name
 */
public record Snapshot(
    Instant at,
    ClusterStatus cluster,
    List<GroupDocument> groups,
    Totals totals,
    Verdict verdict,
    List<JobSummary> jobs) {}
