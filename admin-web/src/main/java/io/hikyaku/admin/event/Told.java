package io.hikyaku.admin.event;

import io.hikyaku.admin.job.JobSummary;
import java.util.List;

/** What some events of the stream bring; see the API's document. Public, as JSON-B wants them. */
public final class Told {

  private Told() {}

  /** The rates and what depends on them; the groups that a client asked for are put behind. */
  public record Rates(String at, Verdict verdict, Totals totals) {}

  /** Jobs that run, or ended just now. */
  public record Jobs(String at, List<JobSummary> jobs) {}

  /** That this node is there. */
  public record Heartbeat(String at, double figuresAgeSeconds) {}

  /** What came, went or is otherwise. */
  public record Change(String kind, String what, String name) {}
}
