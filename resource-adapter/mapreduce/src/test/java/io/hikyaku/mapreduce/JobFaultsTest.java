package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Tasks.COUNTS;
import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.NAMES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.Window;
import org.junit.jupiter.api.Test;

/** What is wrong with a job is said before it begins. */
class JobFaultsTest {

  @Test
  void faultsAreNamedTogether() {
    assertThatThrownBy(
            () ->
                Job.builder("bad name")
                    .stage(Stage.map(Tasks.Split.class, LINES, ONES))
                    .stage(Stage.reduce(Tasks.Sum.class, COUNTS, COUNTS))
                    .temporary(NAMES)
                    .attempts(0)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its name must be")
        .hasMessageContaining("attempts is 0")
        .hasMessageContaining("wait for themselves: [Sum]")
        .hasMessageContaining("no stage writes the temporary group 'names'");
  }

  @Test
  void faultsOfAContinuousJobAreNamed() {
    assertThatThrownBy(
            () ->
                Job.builder("bad")
                    .source(
                        QueueSource.of(
                                "numbers", Streams.Numbers.class, Streams.READ, Window.tumbling(10))
                            .readers(2)
                            .keep(0))
                    .stage(
                        Stage.join(
                            Joiner.Kind.INNER,
                            Tasks.NameAndCount.class,
                            Streams.READ,
                            Tasks.COUNTS,
                            Tasks.JOINED))
                    .repeat(Tasks.COUNTS, Streams.READ, 2, "left", 0)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("readers is 2: must be from 1 to 1")
        .hasMessageContaining("kept windows is 0")
        .hasMessageContaining("a continuous job cannot repeat its stages")
        .hasMessageContaining("a join cannot read 'read' itself");
    assertThatThrownBy(() -> Window.sliding(100, 101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("101: must be from 1 to its size, 100");
    assertThatThrownBy(() -> Window.sliding(1_000_000, 999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000 panes");
  }
}
