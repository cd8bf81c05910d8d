package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.store.tuple.TupleStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What one attempt at a step can do. Used by its thread only. */
final class StepContext<K, V> implements Context<K, V> {

  private static final int MAX_COUNTERS = 1000;

  private final Step step;
  private final Definition definition;
  private final TypedTuples tuples;
  private final TupleStore store;
  private final Progress progress;
  private final ConcurrentMap<String, Object> shared;
  private final Map<String, Emitter<?, ?>> outputs = new LinkedHashMap<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private Emitter<K, V> main;

  StepContext(
      Step step,
      Definition definition,
      TupleStore store,
      Progress progress,
      ConcurrentMap<String, Object> shared) {
    this.step = step;
    this.definition = definition;
    this.store = store;
    this.tuples = new TypedTuples(store);
    this.progress = progress;
    this.shared = shared;
  }

  /** Adds an output; the first one is the main one. */
  @SuppressWarnings("unchecked")
  void add(String name, Emitter<?, ?> output) {
    outputs.put(name, output);
    if (main == null) {
      main = (Emitter<K, V>) output;
    }
  }

  void flush() {
    outputs.values().forEach(Emitter::flush);
  }

  Map<String, Long> counters() {
    return counters;
  }

  /** What was counted since it was asked last. */
  Map<String, Long> takeCounters() {
    Map<String, Long> taken = Map.copyOf(counters);
    counters.clear();
    return taken;
  }

  @Override
  public void write(K key, V value) {
    progress.check();
    main.write(key, value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <A, B> void write(TypedGroup<A, B> output, A key, B value) {
    progress.check();
    Emitter<?, ?> named = outputs.get(definition.named(output.name()));
    if (named == null) {
      throw new IllegalArgumentException(
          "'" + output.name() + "' is no output of this stage; declared are " + outputs.keySet());
    }
    ((Emitter<A, B>) named).write(key, value);
  }

  @Override
  public void count(String counter, long add) {
    counters.merge(counter, add, Long::sum);
    if (counters.size() > MAX_COUNTERS) {
      throw new IllegalStateException("more than " + MAX_COUNTERS + " counters in one step");
    }
  }

  @Override
  public Map<String, String> configuration() {
    return definition.configuration();
  }

  @Override
  public <R extends Record> R configuration(Class<R> type) {
    return ConfigurationRecords.read(definition.configuration(), type);
  }

  /** A group that the job writes or repeats goes by another name, most often while it runs. */
  private <A, B> TypedGroup<A, B> present(TypedGroup<A, B> group) {
    String name = definition.input(definition.named(group.name()), step.round());
    return store.find(name) == null
        ? group
        : new TypedGroup<>(name, group.keys(), group.values(), group.settings());
  }

  @Override
  public <A, B> List<B> lookup(TypedGroup<A, B> group, A key) {
    progress.check();
    return tuples.get(present(group), key);
  }

  @Override
  public <A, B> void forEach(TypedGroup<A, B> group, BiConsumer<A, B> action) {
    tuples.forEach(
        present(group),
        (key, value) -> {
          progress.check();
          action.accept(key, value);
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T shared(String name, Supplier<T> make) {
    return (T) shared.computeIfAbsent(name, any -> make.get());
  }

  @Override
  public int partition() {
    return step.input().partition();
  }

  @Override
  public boolean cancelled() {
    return progress.isAborted();
  }
}
