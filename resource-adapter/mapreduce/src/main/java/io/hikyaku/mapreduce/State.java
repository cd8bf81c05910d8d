package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What changes of a job. Immutable; the table holds it as {@code revision:int} and the components.
 *
 * @param counters of stages that are done
 * @param roundCounters of stages of the present round that are done
 * @param flow how far a continuous job is; null for others
 * @param failure why it failed, or null
 * @param endedAtMillis 0 while it runs
 */
record State(
    int revision,
    JobStatus.State state,
    int round,
    List<StageState> stages,
    Map<String, Long> counters,
    Map<String, Long> roundCounters,
    Flow flow,
    String failure,
    long endedAtMillis) {

  static State begin(int stages) {
    List<StageState> all = new ArrayList<>();
    for (int i = 0; i < stages; i++) {
      all.add(StageState.WAITING);
    }
    return new State(1, JobStatus.State.RUNNING, 0, all, Map.of(), Map.of(), null, null, 0);
  }

  boolean isRunning() {
    return state == JobStatus.State.RUNNING;
  }

  State with(int stage, StageState changed) {
    List<StageState> all = new ArrayList<>(stages);
    all.set(stage, changed);
    return new State(
        revision + 1, state, round, all, counters, roundCounters, flow, failure, endedAtMillis);
  }

  State counted(Map<String, Long> more) {
    return new State(
        revision + 1,
        state,
        round,
        stages,
        sum(counters, more),
        sum(roundCounters, more),
        flow,
        failure,
        endedAtMillis);
  }

  State nextRound() {
    State fresh = begin(stages.size());
    return new State(
        revision + 1, state, round + 1, fresh.stages, counters, Map.of(), flow, null, 0);
  }

  State ended(JobStatus.State how, String why, long nowMillis) {
    return new State(
        revision + 1, how, round, stages, counters, roundCounters, flow, why, nowMillis);
  }

  State with(Flow changed) {
    return new State(
        revision + 1,
        state,
        round,
        stages,
        counters,
        roundCounters,
        changed,
        failure,
        endedAtMillis);
  }

  boolean allDone() {
    return stages.stream().allMatch(stage -> stage.phase() == StageState.Phase.DONE);
  }

  static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new TreeMap<>(one);
    other.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return sum;
  }

  byte[] encode() {
    return Bytes.write(
        out -> {
          out.writeInt(revision);
          out.writeUTF(state.name());
          out.writeInt(round);
          out.writeInt(stages.size());
          for (StageState stage : stages) {
            out.writeUTF(stage.phase().name());
            Bytes.texts(out, stage.steps().stream().map(StageState.StepInput::text).toList());
            out.writeDouble(stage.skew());
          }
          Bytes.counters(out, counters);
          Bytes.counters(out, roundCounters);
          Flow.write(out, flow);
          Bytes.text(out, failure);
          out.writeLong(endedAtMillis);
        });
  }

  static State decode(byte[] bytes) {
    return Bytes.read(
        bytes,
        in ->
            new State(
                in.readInt(),
                JobStatus.State.valueOf(in.readUTF()),
                in.readInt(),
                Bytes.list(
                    in,
                    s ->
                        new StageState(
                            StageState.Phase.valueOf(s.readUTF()),
                            Bytes.texts(s).stream().map(StageState.StepInput::parse).toList(),
                            s.readDouble())),
                Bytes.counters(in),
                Bytes.counters(in),
                Flow.read(in),
                Bytes.text(in),
                in.readLong()));
  }
}
