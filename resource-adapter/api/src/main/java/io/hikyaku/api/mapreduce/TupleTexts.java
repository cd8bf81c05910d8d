package io.hikyaku.api.mapreduce;

import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.QueueManagement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Ways in and out of tuple groups as text: lines, JSON lines, comma-separated values. Everything is
 * streamed; an upload is visible when it is complete. A row that cannot be read is reported and the
 * others are kept.
 */
public final class TupleTexts {

  /** Faults that are reported one by one; all are counted. */
  public static final int MAX_FAULTS = 1000;

  private TupleTexts() {}

  /**
   * What became of an upload.
   *
   * @param rows read, with those at fault
   * @param faulty rows that were left out
   * @param faults the first of them, each with the number of its row, from 1
   */
  public record Report(long rows, long faulty, List<Fault> faults) {}

  /** A row that was left out. */
  public record Fault(long row, String why) {}

  /** Turns a row into tuples. */
  @FunctionalInterface
  public interface RowParser<R, K, V> {

    /**
     * Reads one row.
     *
     * @param number of the row, from 1
     * @throws Exception any: the row is left out, with all that it wrote before
     */
    void parse(long number, R row, TupleWriter.Lane<K, V> out) throws Exception;
  }

  /**
   * Uploads lines: text, or JSON lines with a parser of the application's choice. A line of more
   * than a million characters is a row at fault.
   *
   * @throws io.hikyaku.api.StoreFullException if there is no room; nothing is there then
   */
  public static <K, V> Report uploadLines(
      TupleGroups groups, TypedGroup<K, V> group, Reader in, RowParser<String, K, V> parser)
      throws IOException {
    LineReader lines = new LineReader(new BufferedReader(in));
    return upload(groups, group, lines::line, parser);
  }

  /** Uploads comma-separated values (RFC 4180); a heading is a row like the others. */
  public static <K, V> Report uploadCsv(
      TupleGroups groups, TypedGroup<K, V> group, Reader in, RowParser<List<String>, K, V> parser)
      throws IOException {
    CsvReader rows = new CsvReader(new BufferedReader(in));
    return upload(groups, group, rows::row, parser);
  }

  /**
   * Copies the messages of a queue group, which keeps them: those that wait, are held back or are
   * worked on ({@link QueueManagement#scan}). A message that cannot be read is reported by the
   * number at which it came. To consume a queue group instead, see {@link QueueSource}.
   *
   * @throws io.hikyaku.api.UnknownGroupException if there is no such queue group
   * @throws io.hikyaku.api.StoreFullException if there is no room; nothing is there then
   */
  public static <K, V> Report copyQueue(
      QueueManagement queues,
      String queueGroup,
      TupleGroups groups,
      TypedGroup<K, V> group,
      RowParser<ReceivedMessage, K, V> parser) {
    try (RowUpload<ReceivedMessage, K, V> upload = new RowUpload<>(groups, group, parser)) {
      queues.scan(queueGroup, upload::row);
      return upload.commit();
    }
  }

  @FunctionalInterface
  private interface Rows<R> {
    R next() throws IOException;
  }

  private static <R, K, V> Report upload(
      TupleGroups groups, TypedGroup<K, V> group, Rows<R> rows, RowParser<R, K, V> parser)
      throws IOException {
    try (RowUpload<R, K, V> upload = new RowUpload<>(groups, group, parser)) {
      boolean more = true;
      while (more) {
        R row;
        try {
          row = rows.next();
        } catch (IllegalArgumentException e) {
          upload.fault(e);
          continue;
        }
        more = row != null;
        if (more) {
          upload.row(row);
        }
      }
      return upload.commit();
    }
  }

  /** Downloads a group as lines, partition by partition. */
  public static <K, V> void downloadLines(
      TupleGroups groups, TypedGroup<K, V> group, Appendable out, BiFunction<K, V, String> line) {
    groups.forEach(
        group,
        (key, value) -> {
          try {
            out.append(line.apply(key, value)).append('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Downloads a group as comma-separated values (RFC 4180). */
  public static <K, V> void downloadCsv(
      TupleGroups groups,
      TypedGroup<K, V> group,
      Appendable out,
      BiFunction<K, V, List<String>> fields) {
    downloadLines(
        groups,
        group,
        out,
        (key, value) ->
            String.join(",", fields.apply(key, value).stream().map(TupleTexts::quoted).toList())
                + "\r");
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
