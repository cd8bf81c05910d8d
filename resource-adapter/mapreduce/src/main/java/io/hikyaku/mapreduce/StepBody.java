package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.Task;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.store.tuple.TupleCursor;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleSink;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

/**
 * One attempt at a step: reads, calls the task, writes, commits. Types were checked when the job
 * was made; where they do not fit all the same, the cast fails in the task and the step with it.
 */
final class StepBody implements Body {

  private final Step step;
  private final Definition job;
  private final Definition.StageDefinition stage;
  private final TupleStore tuples;
  private final Classes classes;
  private final Progress progress;
  private final ConcurrentMap<String, Object> shared;

  StepBody(
      Step step,
      Definition job,
      TupleStore tuples,
      Classes classes,
      Progress progress,
      ConcurrentMap<String, Object> shared) {
    this.step = step;
    this.job = job;
    this.stage = job.stages().get(step.stage());
    this.tuples = tuples;
    this.classes = classes;
    this.progress = progress;
    this.shared = shared;
  }

  @Override
  public void run() throws Exception {
    try (TupleWrite write = tuples.attempt(step.commitName(job))) {
      StepContext<Object, Object> context = new StepContext<>(step, job, tuples, progress, shared);
      addOutputs(write, context);
      Task task = classes.make(stage.task(), Task.class);
      task.setUp(context);
      switch (stage.kind()) {
        case MAP -> map(task, context);
        case REDUCE -> reduce(task, context);
        case JOIN -> join(task, context);
      }
      progress.at(null);
      task.cleanUp(context);
      context.flush();
      progress.check();
      write.note(Bytes.write(out -> Bytes.counters(out, context.counters())));
      write.commit();
    }
  }

  private void addOutputs(TupleWrite write, StepContext<Object, Object> context) {
    for (int i = 0; i < stage.outputs().size(); i++) {
      Definition.Group group = stage.outputs().get(i);
      TupleSink sink = write.sink(tuples.require(job.output(group.name(), step.round())));
      boolean main = i == 0;
      context.add(
          group.name(),
          Output.of(
              sink,
              group,
              main ? stage.partitioner() : null,
              main ? stage.combiner() : null,
              classes));
    }
  }

  private TupleGroup input(int number) {
    return tuples.require(job.input(stage.inputs().get(number).name(), step.round()));
  }

  @SuppressWarnings("unchecked")
  private void map(Task task, StepContext<Object, Object> context) throws Exception {
    Mapper<Object, Object, Object, Object> mapper = (Mapper<Object, Object, Object, Object>) task;
    StageState.StepInput from = step.input();
    Definition.Group group = stage.inputs().get(from.input());
    Serializer<Object> keys = classes.serializer(group.keys());
    Serializer<Object> values = classes.serializer(group.values());
    try (TupleCursor cursor =
        tuples.readShare(input(from.input()), from.partition(), from.share(), from.shares())) {
      while (cursor.nextKey()) {
        Object key = keys.fromBytes(ByteBuffer.wrap(cursor.key()));
        progress.at(key);
        while (cursor.nextValue()) {
          progress.check();
          mapper.map(key, values.fromBytes(cursor.value()), context);
        }
      }
    }
  }

  private AlignedInputs aligned() {
    List<TupleCursor> cursors = new ArrayList<>();
    for (int i = 0; i < stage.inputs().size(); i++) {
      cursors.add(tuples.read(input(i), step.input().partition()));
    }
    return new AlignedInputs(cursors);
  }

  @SuppressWarnings("unchecked")
  private void reduce(Task task, StepContext<Object, Object> context) throws Exception {
    Reducer<Object, Object, Object, Object> reducer =
        (Reducer<Object, Object, Object, Object>) task;
    Serializer<Object> keys = classes.serializer(stage.inputs().get(0).keys());
    Serializer<Object> values = classes.serializer(stage.inputs().get(0).values());
    try (AlignedInputs inputs = aligned()) {
      while (inputs.nextKey()) {
        Object key = keys.fromBytes(ByteBuffer.wrap(inputs.key()));
        progress.at(key);
        progress.check();
        reducer.reduce(key, new Values<>(inputs, 0, inputs.size(), values, progress), context);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void join(Task task, StepContext<Object, Object> context) throws Exception {
    Joiner<Object, Object, Object> joiner = (Joiner<Object, Object, Object>) task;
    Serializer<Object> keys = classes.serializer(stage.inputs().get(0).keys());
    try (AlignedInputs inputs = aligned()) {
      Joiner.Sides sides = new JoinSides(inputs);
      while (inputs.nextKey()) {
        if (isJoined(inputs)) {
          Object key = keys.fromBytes(ByteBuffer.wrap(inputs.key()));
          progress.at(key);
          progress.check();
          joiner.join(key, sides, context);
        }
      }
    }
  }

  private boolean isJoined(AlignedInputs inputs) {
    return switch (stage.joinKind()) {
      case FULL_OUTER -> true;
      case LEFT_OUTER -> inputs.has(0);
      case INNER -> {
        boolean all = true;
        for (int i = 0; i < inputs.size() && all; i++) {
          all = inputs.has(i);
        }
        yield all;
      }
    };
  }

  /** The sides of a join, found by the names of their groups. */
  private final class JoinSides implements Joiner.Sides {
    private final AlignedInputs inputs;

    JoinSides(AlignedInputs inputs) {
      this.inputs = inputs;
    }

    @Override
    public <V> Iterator<V> of(TypedGroup<?, V> input) {
      String name = job.named(input.name());
      for (int i = 0; i < stage.inputs().size(); i++) {
        if (stage.inputs().get(i).name().equals(name)) {
          return new Values<>(inputs, i, i + 1, input.values(), progress);
        }
      }
      throw new IllegalArgumentException("'" + input.name() + "' is no input of this join");
    }
  }
}
