package io.hikyaku.api.mapreduce;

import static java.util.Objects.requireNonNull;

import io.hikyaku.api.ReceivedMessage;
import java.time.Duration;

/**
 * Where a continuous job reads: it consumes the messages of a queue group, maps each to tuples, and
 * runs its stages over the tuples of each window. Reading is destructive and never blocks those who
 * send; each message counts once in each window that it is in, whatever crashes. Immutable; the
 * methods give changed ones.
 *
 * <p>A message whose mapper throws is returned as a failed delivery: it is tried as often as the
 * queue group allows, then goes to its dead letters. One that comes when the windows of its time
 * have been computed is in the first window that has not been.
 *
 * @param <K> of the tuples that stages read
 * @param <V> of the tuples that stages read
 */
public final class QueueSource<K, V> {

  public static final int MAX_READERS = 32;
  public static final int MAX_KEPT = 10_000;

  /** How long a window by time waits for messages whose sender's clock is behind. */
  public static final Duration DEFAULT_GRACE = Duration.ofMillis(500);

  private static final int DEFAULT_KEPT = 100;

  private final String queueGroup;
  private final Class<? extends Mapper<String, ReceivedMessage, K, V>> mapper;
  private final TypedGroup<K, V> output;
  private final Window window;
  private final Class<? extends Combiner<V>> combiner;
  private final Class<? extends Partitioner<K>> partitioner;
  private final int readers;
  private final Duration grace;
  private final int kept;

  private QueueSource(
      String queueGroup,
      Class<? extends Mapper<String, ReceivedMessage, K, V>> mapper,
      TypedGroup<K, V> output,
      Window window,
      Class<? extends Combiner<V>> combiner,
      Class<? extends Partitioner<K>> partitioner,
      int readers,
      Duration grace,
      int kept) {
    this.queueGroup = requireNonNull(queueGroup, "queueGroup");
    this.mapper = requireNonNull(mapper, "mapper");
    this.output = requireNonNull(output, "output");
    this.window = requireNonNull(window, "window");
    this.combiner = combiner;
    this.partitioner = partitioner;
    this.readers = readers;
    this.grace = requireNonNull(grace, "grace");
    this.kept = kept;
  }

  /**
   * A source with one reader.
   *
   * @param queueGroup that is consumed; it must be there
   * @param mapper gets the key of each message, or an empty text, and the message
   * @param output what stages name as their input to read a window's tuples
   */
  public static <K, V> QueueSource<K, V> of(
      String queueGroup,
      Class<? extends Mapper<String, ReceivedMessage, K, V>> mapper,
      TypedGroup<K, V> output,
      Window window) {
    return new QueueSource<>(
        queueGroup, mapper, output, window, null, null, 1, DEFAULT_GRACE, DEFAULT_KEPT);
  }

  /** Combines tuples of one window and key before they are stored. */
  public QueueSource<K, V> combine(Class<? extends Combiner<V>> with) {
    return new QueueSource<>(
        queueGroup, mapper, output, window, with, partitioner, readers, grace, kept);
  }

  /** Partitions otherwise than by hash. */
  public QueueSource<K, V> partition(Class<? extends Partitioner<K>> by) {
    return new QueueSource<>(
        queueGroup, mapper, output, window, combiner, by, readers, grace, kept);
  }

  /**
   * Reads by several steps at the same time. Windows by count are a sequence and have one reader.
   */
  public QueueSource<K, V> readers(int number) {
    return new QueueSource<>(
        queueGroup, mapper, output, window, combiner, partitioner, number, grace, kept);
  }

  /** How long a window by time stays open behind its end. */
  public QueueSource<K, V> grace(Duration time) {
    return new QueueSource<>(
        queueGroup, mapper, output, window, combiner, partitioner, readers, time, kept);
  }

  /** Keeps what the last so many windows wrote, and drops what is older. */
  public QueueSource<K, V> keep(int windows) {
    return new QueueSource<>(
        queueGroup, mapper, output, window, combiner, partitioner, readers, grace, windows);
  }

  public String queueGroup() {
    return queueGroup;
  }

  public Class<? extends Mapper<String, ReceivedMessage, K, V>> mapper() {
    return mapper;
  }

  public TypedGroup<K, V> output() {
    return output;
  }

  public Window window() {
    return window;
  }

  /** Null for none. */
  public Class<? extends Combiner<V>> combiner() {
    return combiner;
  }

  /** Null for the hash. */
  public Class<? extends Partitioner<K>> partitioner() {
    return partitioner;
  }

  public int readers() {
    return readers;
  }

  public Duration grace() {
    return grace;
  }

  /** Windows whose output is kept. */
  public int kept() {
    return kept;
  }
}
