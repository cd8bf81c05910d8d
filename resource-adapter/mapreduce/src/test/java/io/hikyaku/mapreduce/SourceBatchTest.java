package io.hikyaku.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much a batch of messages takes. */
class SourceBatchTest {

  private static final int HALF = SourceBatch.MAX_BYTES / 2;

  @Test
  void aMessageOfTooManyBytesIsRefusedAndABatchWithEnoughIsFull() {
    SourceBatch batch = new SourceBatch();
    batch.open();
    batch.write("key", "value", HALF);
    batch.add(null, Map.of());
    assertThat(batch.isFull()).isFalse();

    batch.open();
    batch.write("key", "value", HALF);
    batch.write("key", "value", HALF);
    assertThatThrownBy(() -> batch.write("key", "value", 1))
        .hasMessageContaining("bytes of tuples for one message")
        .hasMessageContaining("send it in parts");
    batch.drop();
    assertThat(batch.isFull()).as("what was dropped does not count").isFalse();

    batch.open();
    batch.write("key", "value", HALF);
    batch.add(null, Map.of());
    assertThat(batch.isFull()).isTrue();
  }
}
