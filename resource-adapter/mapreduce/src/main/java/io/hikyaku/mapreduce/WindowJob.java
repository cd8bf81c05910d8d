package io.hikyaku.mapreduce;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The job that computes one window of a continuous job: the same stages over the window's panes.
 */
final class WindowJob {

  private WindowJob() {}

  static Definition of(
      Definition job, Panes panes, long number, List<Long> inputs, long nowMillis) {
    List<Definition.Group> sources =
        inputs.stream().map(pane -> named(job.source().output(), panes.group(pane))).toList();
    Map<String, String> configuration = new LinkedHashMap<>(job.configuration());
    configuration.put(Definition.WINDOW_START, Long.toString(panes.start(number)));
    configuration.put("window.end", Long.toString(panes.end(number)));
    return new Definition(
        panes.child(number),
        job.name(),
        job.stages().stream().map(stage -> stage(job, stage, sources, panes, number)).toList(),
        job.temporary(),
        job.existing(),
        configuration,
        null,
        null,
        job.stepsGroup(),
        job.attempts(),
        job.stepTimeoutMillis(),
        nowMillis);
  }

  private static Definition.StageDefinition stage(
      Definition job,
      Definition.StageDefinition stage,
      List<Definition.Group> sources,
      Panes panes,
      long number) {
    return new Definition.StageDefinition(
        stage.kind(),
        stage.task(),
        stage.joinKind(),
        stage.inputs().stream()
            .flatMap(
                group ->
                    group.name().equals(job.source().output().name())
                        ? sources.stream()
                        : Stream.of(output(job, group, panes, number)))
            .toList(),
        stage.sideData().stream().map(group -> output(job, group, panes, number)).toList(),
        stage.outputs().stream().map(group -> output(job, group, panes, number)).toList(),
        stage.combiner(),
        stage.partitioner());
  }

  private static Definition.Group output(
      Definition job, Definition.Group group, Panes panes, long number) {
    return isPerWindow(job, group.name())
        ? named(group, group.name() + "/" + panes.start(number))
        : group;
  }

  private static Definition.Group named(Definition.Group group, String name) {
    return new Definition.Group(name, group.keys(), group.values(), group.settings());
  }

  private static boolean isPerWindow(Definition job, String group) {
    return !job.temporary().contains(group)
        && !job.existing().contains(group)
        && job.stages().stream().anyMatch(stage -> stage.writes(group));
  }

  private static Set<String> perWindow(Definition job) {
    Set<String> names = new LinkedHashSet<>();
    for (Definition.StageDefinition stage : job.stages()) {
      stage.outputs().stream()
          .map(Definition.Group::name)
          .filter(name -> isPerWindow(job, name))
          .forEach(names::add);
    }
    return names;
  }

  /** The beginning of the window that a group is the output of; empty if it is none. */
  static OptionalLong start(Definition job, String group) {
    int slash = group.lastIndexOf('/');
    if (slash < 0
        || !group.substring(slash + 1).matches("-?[0-9]{1,18}")
        || !perWindow(job).contains(group.substring(0, slash))) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(group.substring(slash + 1)));
  }
}
