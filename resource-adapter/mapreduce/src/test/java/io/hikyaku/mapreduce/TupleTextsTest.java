package io.hikyaku.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.INTEGER;
import static io.hikyaku.api.mapreduce.Serializers.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.Message;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.mapreduce.DeliveryOutcome;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleGroups;
import io.hikyaku.api.mapreduce.TupleTexts;
import io.hikyaku.api.mapreduce.TypedGroup;
import io.hikyaku.store.Lease;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    nodes = Nodes.start(2);
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
  void aRowAtFaultLeavesNothingAndALineMayNotBeTooLong() throws IOException {
    TupleTexts.Report report =
        TupleTexts.uploadLines(
            groups,
            AGES,
            new StringReader("a\r\n" + "x".repeat((1 << 20) + 1) + "\nb\nnull\n\nc"),
            (number, line, out) -> {
              out.write(line, 1);
              if (line.equals("b")) {
                throw new IllegalStateException("no b, please");
              }
              out.write(line.equals("null") ? null : line, 2);
            });

    assertThat(report.rows()).isEqualTo(6);
    assertThat(report.faults()).extracting("row").containsExactly(2L, 3L, 4L);
    assertThat(report.faults().get(0).why()).contains("more than 1048576 characters");
    assertThat(report.faults().get(1).why()).contains("no b");
    assertThat(groups.get(AGES, "a")).containsExactly(1, 2);
    assertThat(groups.get(AGES, "b")).isEmpty();
    assertThat(groups.get(AGES, "null")).isEmpty();
    assertThat(groups.count("ages")).as("a, the empty line and c").isEqualTo(6);
  }

  @Test
  void aQueueGroupIsCopiedAndKeepsItsMessages() {
    QueueStore store = nodes.get(0).store;
    store.management().createGroup("people", GroupSettings.keyed());
    UnitOfWork unit = store.begin();
    for (int i = 0; i < 1200; i++) {
      unit.send("people", Message.builder("p" + i + "," + i).key("k" + i % 7).build());
    }
    unit.send("people", Message.builder("nobody").key("k").build());
    Instant later = Instant.now().plusSeconds(3600);
    unit.send("people", Message.builder("later,9000").key("k").deliverAt(later).build());
    unit.commit().toCompletableFuture().join();
    List<Lease> worked = store.receive("people", 3, Duration.ofSeconds(30));

    TupleTexts.Report report =
        TupleTexts.copyQueue(
            store.management(),
            "people",
            groups,
            AGES,
            (number, message, out) -> {
              String[] parts = message.text().split(",", -1);
              out.write(parts[0], Integer.valueOf(parts[1]));
            });

    assertThat(worked).isNotEmpty();
    assertThat(report.rows()).isEqualTo(1202);
    assertThat(report.faulty()).isEqualTo(1);
    Map<String, Integer> ages = new HashMap<>();
    groups.forEach(AGES, (name, age) -> assertThat(ages.put(name, age)).isNull());
    assertThat(ages).hasSize(1201).containsEntry("p1199", 1199).containsEntry("later", 9000);
    store.release(worked, false, null);
    int[] left = new int[1];
    store.management().scan("people", message -> left[0]++);
    assertThat(left).as("all are still there").containsExactly(1202);
    assertThatThrownBy(
            () ->
                TupleTexts.copyQueue(
                    store.management(), "none", groups, AGES, (number, message, out) -> {}))
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("none");
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
