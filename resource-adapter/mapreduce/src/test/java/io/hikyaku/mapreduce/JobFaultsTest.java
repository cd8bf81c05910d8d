package io.hikyaku.mapreduce;

import static io.hikyaku.mapreduce.Tasks.COUNTS;
import static io.hikyaku.mapreduce.Tasks.LINES;
import static io.hikyaku.mapreduce.Tasks.NAMES;
import static io.hikyaku.mapreduce.Tasks.ONES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Stage;
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
}
