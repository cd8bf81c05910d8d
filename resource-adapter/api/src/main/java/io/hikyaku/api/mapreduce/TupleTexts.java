package io.hikyaku.api.mapreduce;

import io.hikyaku.api.QueueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
     * @throws Exception any: the row is left out, unless it wrote something before
     */
    void parse(long number, R row, TupleWriter.Lane<K, V> out) throws Exception;
  }

  /**
   * Uploads lines: text, or JSON lines with a parser of the application's choice.
   *
   * @throws io.hikyaku.api.StoreFullException if there is no room; nothing is there then
   */
  public static <K, V> Report uploadLines(
      TupleGroups groups, TypedGroup<K, V> group, Reader in, RowParser<String, K, V> parser)
      throws IOException {
    BufferedReader lines = new BufferedReader(in);
    return upload(groups, group, lines::readLine, parser);
  }

  /** Uploads comma-separated values (RFC 4180); a heading is a row like the others. */
  public static <K, V> Report uploadCsv(
      TupleGroups groups, TypedGroup<K, V> group, Reader in, RowParser<List<String>, K, V> parser)
      throws IOException {
    CsvReader rows = new CsvReader(new BufferedReader(in));
    return upload(groups, group, rows::row, parser);
  }

  @FunctionalInterface
  private interface Rows<R> {
    R next() throws IOException;
  }

  private static <R, K, V> Report upload(
      TupleGroups groups, TypedGroup<K, V> group, Rows<R> rows, RowParser<R, K, V> parser)
      throws IOException {
    groups.create(group);
    List<Fault> faults = new ArrayList<>();
    long number = 0;
    long faulty = 0;
    try (TupleWriter<K, V> writer = groups.write(group)) {
      TupleWriter.Lane<K, V> lane = writer.lane();
      boolean more = true;
      while (more) {
        number++;
        try {
          R row = rows.next();
          more = row != null;
          if (more) {
            parser.parse(number, row, lane);
          }
        } catch (IOException | QueueException e) {
          throw e; // of the source or the store, not of the row
        } catch (Exception e) {
          faulty++;
          if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(number, String.valueOf(e.getMessage())));
          }
        }
      }
      writer.commit();
    }
    return new Report(number - 1, faulty, List.copyOf(faults));
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
