package io.hikyaku.examples;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts the words of the licences that every Debian ships (package base-files), repeated, each
 * repetition with a word of its own, until there is as much text as was asked for.
 */
public final class WordCount {

  private static final Path TEXTS = Path.of("/usr/share/common-licenses");
  private static final TypedGroup<Long, String> LINES = TypedGroup.of("lines", LONG, STRING);
  private static final TypedGroup<String, Long> ONES = TypedGroup.of("ones", STRING, LONG);
  private static final TypedGroup<String, Long> WORDS = TypedGroup.of("words", STRING, LONG);

  private WordCount() {}

  static Stream<String> words(String line) {
    return Stream.of(line.toLowerCase(Locale.ROOT).split("\\W+", -1)).filter(w -> !w.isEmpty());
  }

  /** A line to its words. */
  public static final class Split implements Mapper<Long, String, String, Long> {
    @Override
    public void map(Long number, String line, Context<String, Long> context) {
      words(line).forEach(word -> context.write(word, 1L));
    }
  }

  /** Adds up, before and after the words have travelled. */
  public static final class Sum implements Reducer<String, Long, String, Long>, Combiner<Long> {
    @Override
    public Long combine(Long one, Long other) {
      return one + other;
    }

    @Override
    public void reduce(String word, Iterator<Long> counts, Context<String, Long> context) {
      long sum = 0;
      while (counts.hasNext()) {
        sum += counts.next();
      }
      context.write(word, sum);
    }
  }

  /** The job. */
  public static Job job() {
    return Job.builder("wordcount")
        .stage(Stage.map(Split.class, LINES, ONES).combine(Sum.class))
        .stage(Stage.reduce(Sum.class, ONES, WORDS))
        .temporary(ONES)
        .build();
  }

  /** Runs it on so much text and checks every count. */
  static String run(ExampleNode node, int megabytes) throws IOException {
    List<String> text = text();
    Map<String, Long> once = new HashMap<>();
    text.forEach(line -> words(line).forEach(word -> once.merge(word, 1L, Long::sum)));
    long repetitions = upload(node, text, (long) megabytes << 20);

    node.run(job());

    Map<String, Long> counted = new HashMap<>();
    node.jobs().groups().forEach(WORDS, counted::put);
    once.forEach(
        (word, count) -> Check.equal("count of " + word, counted.get(word), count * repetitions));
    Check.equal("words", counted.size(), (int) (once.size() + repetitions));
    return "%d different words in %d repetitions".formatted(counted.size(), repetitions);
  }

  private static List<String> text() throws IOException {
    try (Stream<Path> files = Files.list(TEXTS)) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(file -> lines(file).stream())
          .filter(line -> !line.isBlank())
          .toList();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long upload(ExampleNode node, List<String> text, long bytes) {
    node.jobs().groups().create(LINES);
    long number = 0;
    long written = 0;
    long repetitions = 0;
    try (TupleWriter<Long, String> writer = node.jobs().groups().write(LINES)) {
      TupleWriter.Lane<Long, String> lane = writer.lane();
      while (written < bytes || repetitions == 0) {
        lane.write(number++, "salt" + repetitions);
        for (String line : text) {
          lane.write(number++, line);
          written += line.length();
        }
        repetitions++;
      }
      writer.commit();
    }
    return repetitions;
  }
}
