package io.hikyaku.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.INTEGER;
import static io.hikyaku.api.mapreduce.Serializers.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.mapreduce.DeliveryOutcome;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleGroups;
import io.hikyaku.api.mapreduce.TupleTexts;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text in and out. */
class TupleTextsTest {

  private static final TypedGroup<String, Integer> AGES =
      TypedGroup.of("ages", STRING, INTEGER).with(new TupleGroupSettings(1, 1));
  private static Nodes nodes;
  private final TupleGroups groups = nodes.get(0).engine.groups();

  @BeforeAll
  static void start() {
    nodes = Nodes.start(1);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @BeforeEach
  void clean() {
    groups.drop("ages");
  }

  private TupleTexts.Report uploadCsv(String text) throws IOException {
    return TupleTexts.uploadCsv(
        groups,
        AGES,
        new StringReader(text),
        (number, row, out) -> out.write(row.get(0), Integer.valueOf(row.get(1))));
  }

  @Test
  void rowsComeInAndGoOutAndThoseAtFaultAreNamed() throws IOException {
    TupleTexts.Report report =
        uploadCsv(
            "Anna,1\r\n\"Bea, \"\"B\"\"\nBee\",2\r\nCleo,three\nDora\nE\"va,5\n\"Fay\"x,6\nGwen,7");

    assertThat(report.rows()).isEqualTo(7);
    assertThat(report.faulty()).isEqualTo(4);
    assertThat(report.faults()).extracting("row").containsExactly(3L, 4L, 5L, 6L);
    assertThat(report.faults().get(0).why()).contains("three");
    assertThat(report.faults().get(2).why()).contains("quote inside");
    assertThat(groups.get(AGES, "Bea, \"B\"\nBee")).containsExactly(2);
    StringBuilder out = new StringBuilder();
    TupleTexts.downloadCsv(groups, AGES, out, (name, age) -> List.of(name, "" + age));
    assertThat(out.toString()).isEqualTo("Anna,1\r\n\"Bea, \"\"B\"\"\nBee\",2\r\nGwen,7\r\n");
  }

  @Test
  void linesComeInAndGoOut() throws IOException {
    TupleTexts.Report report =
        TupleTexts.uploadLines(
            groups,
            AGES,
            new StringReader("a\nb\na\n"),
            (number, line, out) -> out.write(line, (int) number));
    assertThat(report).isEqualTo(new TupleTexts.Report(3, 0, List.of()));
    assertThat(groups.get(AGES, "a")).containsExactly(1, 3);
    StringBuilder out = new StringBuilder();
    TupleTexts.downloadLines(groups, AGES, out, (name, number) -> name + number);
    assertThat(out.toString()).isEqualTo("a1\na3\nb2\n");
  }

  @Test
  void ofASourceThatBreaksNothingIsKept() {
    Reader broken =
        new Reader() {
          private boolean begun;

          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            if (begun) {
              throw new IOException("gone");
            }
            begun = true;
            buffer[offset] = '1';
            buffer[offset + 1] = '\n';
            return 2;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(
            () ->
                TupleTexts.uploadLines(
                    groups, AGES, broken, (number, line, out) -> out.write(line, 1)))
        .isInstanceOf(IOException.class);
    assertThat(groups.count("ages")).isZero();
  }

  @Test
  void aDeliveryLogComesIn() throws IOException {
    String log =
        """
        time=2026-11-22T09:00:00Z mail=1f-2 from=<a@b.c> to=<"d e"@f.g> route=f.g host=mx.f.g \
        status=delivered dsn=2.0.0 attempt=1 age=0.012 bytes=1024 reply="250 2.0.0 taken as 'x'"
        something else
        time=2026-11-22T09:00:01.5Z mail=1f-3 from=<> to=<h@f.g> route=f.g host=- \
        status=deferred dsn=4.4.1 attempt=7 age=3600.000 bytes=99 reply="no answer"
        """;

    TupleTexts.Report report =
        DeliveryOutcome.upload(
            groups,
            AGES,
            new StringReader(log),
            (number, outcome, out) -> out.write(outcome.recipient(), outcome.attempt()));

    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.faults()).extracting("row").containsExactly(2L);
    assertThat(groups.get(AGES, "\"d e\"@f.g")).containsExactly(1);
    assertThat(groups.get(AGES, "h@f.g")).containsExactly(7);
    DeliveryOutcome first = DeliveryOutcome.parse(log.lines().findFirst().orElseThrow());
    assertThat(first.age()).hasMillis(12);
    assertThat(first.reply()).isEqualTo("250 2.0.0 taken as 'x'");
  }
}
