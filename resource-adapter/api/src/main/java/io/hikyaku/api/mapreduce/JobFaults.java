package io.hikyaku.api.mapreduce;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what is wrong with a job before it begins. */
final class JobFaults {

  private static final int MAX_ATTEMPTS = 100;
  private static final int MAX_ROUNDS = 10_000;
  private static final Duration MAX_GRACE = Duration.ofDays(1);
  private static final Duration MAX_STEP_TIMEOUT = Duration.ofHours(1);

  private final Job job;
  private final List<String> faults = new ArrayList<>();

  private JobFaults(Job job) {
    this.job = job;
  }

  static List<String> of(Job job) {
    return new JobFaults(job).find();
  }

  private List<String> find() {
    if (job.name() == null || !job.name().matches("[A-Za-z0-9._-]{1,80}")) {
      faults.add("its name must be 1 to 80 of A-Z a-z 0-9 . _ -");
    }
    if (job.application() == null || !job.application().matches("[A-Za-z0-9_-]{0,80}")) {
      faults.add("application is '" + job.application() + "': must be of A-Z a-z 0-9 _ -");
    }
    range("stages", job.stages().size(), 1, Job.MAX_STAGES);
    range("attempts", job.attempts(), 1, MAX_ATTEMPTS);
    Duration timeout = job.stepTimeout();
    if (timeout == null || timeout.toMillis() < 1 || timeout.compareTo(MAX_STEP_TIMEOUT) > 0) {
      faults.add("stepTimeout is " + timeout + ": must be from PT0.001S to " + MAX_STEP_TIMEOUT);
    }
    job.stages().forEach(this::stage);
    serializers();
    temporaries();
    cycles();
    job.loop().ifPresent(this::loop);
    job.source().ifPresent(this::source);
    return faults;
  }

  private void range(String what, long value, long min, long max) {
    if (value < min || value > max) {
      faults.add(what + " is " + value + ": must be from " + min + " to " + max);
    }
  }

  private void stage(Stage<?, ?> stage) {
    named("task", stage.task());
    constructible("combiner", stage.combiner());
    constructible("partitioner", stage.partitioner());
    Set<String> outputs = new LinkedHashSet<>();
    for (TypedGroup<?, ?> output : stage.outputs()) {
      if (!outputs.add(output.name())) {
        faults.add("output '" + output.name() + "' stands twice in one stage");
      }
    }
    if (stage.kind() == Stage.Kind.JOIN) {
      range("inputs of a join", stage.inputs().size(), 2, 16);
    }
  }

  private void named(String what, Class<?> type) {
    if (type.isAnonymousClass() || type.isLocalClass() || type.isHidden()) {
      faults.add(what + " " + type.getName() + " must be a class with a name that others can find");
    }
  }

  private void constructible(String what, Class<?> type) {
    if (type == null) {
      return;
    }
    named(what, type);
    try {
      if (!Modifier.isPublic(type.getConstructor().getModifiers())) {
        faults.add(what + " " + type.getName() + " needs a public constructor without arguments");
      }
    } catch (NoSuchMethodException e) {
      faults.add(what + " " + type.getName() + " needs a public constructor without arguments");
    }
  }

  private Stream<TypedGroup<?, ?>> groups() {
    return Stream.concat(
        job.source().stream().map(QueueSource::output),
        job.stages().stream()
            .flatMap(stage -> Stream.concat(needs(stage), stage.outputs().stream())));
  }

  /** One group must be read as it was written. */
  private void serializers() {
    Map<String, TypedGroup<?, ?>> first = new HashMap<>();
    groups()
        .forEach(
            group -> {
              constructible("serializer", group.keys().getClass());
              constructible("serializer", group.values().getClass());
              TypedGroup<?, ?> other = first.putIfAbsent(group.name(), group);
              if (other != null && !types(other).equals(types(group))) {
                faults.add(
                    "group '"
                        + group.name()
                        + "' is used with different types: "
                        + types(other)
                        + " and "
                        + types(group));
              }
            });
  }

  private static String types(TypedGroup<?, ?> group) {
    return group.keys().getClass().getName() + ", " + group.values().getClass().getName();
  }

  private void temporaries() {
    for (String name : job.temporary()) {
      if (job.stages().stream().noneMatch(stage -> writes(stage, name))) {
        faults.add("no stage writes the temporary group '" + name + "'");
      }
    }
  }

  private static Stream<TypedGroup<?, ?>> needs(Stage<?, ?> stage) {
    return Stream.concat(stage.inputs().stream(), stage.sideData().stream());
  }

  private static boolean writes(Stage<?, ?> stage, String name) {
    return stage.outputs().stream().anyMatch(output -> output.name().equals(name));
  }

  private static boolean reads(Stage<?, ?> stage, String name) {
    return needs(stage).anyMatch(input -> input.name().equals(name));
  }

  /** Takes away stages whose inputs nobody left writes; what stays waits for itself. */
  private void cycles() {
    List<Stage<?, ?>> left = new ArrayList<>(job.stages());
    boolean found = true;
    while (found) {
      List<Stage<?, ?>> waiting = List.copyOf(left);
      found =
          left.removeIf(
              stage ->
                  needs(stage)
                      .noneMatch(input -> waiting.stream().anyMatch(s -> writes(s, input.name()))));
    }
    if (!left.isEmpty()) {
      faults.add(
          "stages wait for themselves: "
              + left.stream().map(stage -> stage.task().getSimpleName()).toList());
    }
  }

  private void loop(Job.Loop loop) {
    range("rounds", loop.rounds(), 1, MAX_ROUNDS);
    if (job.stages().stream().noneMatch(stage -> reads(stage, loop.state()))) {
      faults.add("no stage reads '" + loop.state() + "', which the rounds go by");
    }
    if (job.stages().stream().noneMatch(stage -> writes(stage, loop.next()))) {
      faults.add("no stage writes '" + loop.next() + "', which the next round needs");
    }
    for (Stage<?, ?> stage : job.stages()) {
      for (TypedGroup<?, ?> output : stage.outputs()) {
        if (!output.name().equals(loop.next()) && !job.temporary().contains(output.name())) {
          faults.add("'" + output.name() + "' is written in every round: make it temporary");
        }
      }
    }
  }

  private void source(QueueSource<?, ?> source) {
    named("mapper", source.mapper());
    constructible("combiner", source.combiner());
    constructible("partitioner", source.partitioner());
    boolean byCount = source.window().unit() == Window.Unit.MESSAGES;
    range("readers", source.readers(), 1, byCount ? 1 : QueueSource.MAX_READERS);
    range("kept windows", source.kept(), 1, QueueSource.MAX_KEPT);
    range("milliseconds of grace", source.grace().toMillis(), 0, MAX_GRACE.toMillis());
    if (job.loop().isPresent()) {
      faults.add("a continuous job cannot repeat its stages");
    }
    String name = source.output().name();
    if (job.stages().stream().noneMatch(stage -> inputs(stage, name))) {
      faults.add("no stage reads '" + name + "', which the source writes");
    }
    if (job.stages().stream().anyMatch(stage -> writes(stage, name))) {
      faults.add("'" + name + "' is written by the source and by a stage");
    }
    for (Stage<?, ?> stage : job.stages()) {
      if (stage.sideData().stream().anyMatch(group -> group.name().equals(name))) {
        faults.add("'" + name + "' is a window's input and cannot be side data");
      }
      if (stage.kind() == Stage.Kind.JOIN && inputs(stage, name)) {
        faults.add("a join cannot read '" + name + "' itself: map or reduce the window before");
      }
    }
  }

  private static boolean inputs(Stage<?, ?> stage, String name) {
    return stage.inputs().stream().anyMatch(input -> input.name().equals(name));
  }
}
