package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.store.FailureText;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what is known of a job. Reads this node's memory only. */
record StatusReader(JobTable table, TupleStore tuples) {

  /** The status, or empty if there is no such job. */
  Optional<JobStatus> read(String job) {
    Definition definition = table.definition(job);
    State state = table.state(job);
    if (definition == null || state == null) {
      return Optional.empty();
    }
    List<JobStatus.StageStatus> stages = new ArrayList<>();
    Map<String, Long> counters = state.counters();
    SourceDefinition source = definition.source();
    if (source != null) {
      stages.add(source(source));
      for (int number = 0; number < source.readers(); number++) {
        Reader reader = table.reader(job, number);
        counters = reader == null ? counters : State.sum(counters, reader.counters());
      }
    }
    for (int number = 0; number < state.stages().size(); number++) {
      StageState stage = state.stages().get(number);
      int done = stage.phase() == StageState.Phase.DONE ? stage.steps().size() : 0;
      if (stage.isActive()) {
        Map<String, byte[]> commits = tuples.commits(definition.steps(state.round(), number));
        done = commits.size();
        counters = State.sum(counters, Plan.counters(commits));
      }
      Definition.StageDefinition defined = definition.stages().get(number);
      stages.add(
          new JobStatus.StageStatus(
              defined.kind(),
              defined.task(),
              defined.needs().map(Definition.Group::name).toList(),
              defined.outputs().stream().map(Definition.Group::name).toList(),
              stage.steps().size(),
              done,
              stage.skew()));
    }
    return Optional.of(
        new JobStatus(
            job,
            definition.name(),
            state.state(),
            state.flow() == null ? state.round() : Math.toIntExact(state.flow().done()),
            stages,
            counters,
            failures(definition),
            Optional.ofNullable(state.failure()),
            Instant.ofEpochMilli(definition.startedAtMillis()),
            state.isRunning()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(state.endedAtMillis()))));
  }

  private static JobStatus.StageStatus source(SourceDefinition source) {
    return new JobStatus.StageStatus(
        Stage.Kind.MAP,
        source.mapper(),
        List.of(source.queueGroup()),
        List.of(source.output().name()),
        source.readers(),
        0,
        1);
  }

  /** Of a continuous job with those of the windows that are being computed. */
  private List<JobStatus.Failure> failures(Definition job) {
    List<JobTable.Failure> failures = new ArrayList<>(table.failures(job.id()));
    if (job.source() != null) {
      String windows = Panes.of(job).childPrefix();
      table.jobs().stream()
          .filter(child -> child.startsWith(windows))
          .forEach(child -> failures.addAll(table.failures(child)));
    }
    Map<String, JobStatus.Failure> byCause = new LinkedHashMap<>();
    for (JobTable.Failure failure : failures) {
      String cause = FailureText.general(failure.cause());
      byCause.merge(
          cause,
          new JobStatus.Failure(cause, 1, failure.detail()),
          (one, other) -> new JobStatus.Failure(one.cause(), one.attempts() + 1, one.example()));
    }
    return List.copyOf(byCause.values());
  }
}
