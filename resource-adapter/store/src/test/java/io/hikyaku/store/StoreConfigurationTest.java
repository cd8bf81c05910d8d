package io.hikyaku.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.store.StoreConfiguration.Discovery.StaticList;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreConfigurationTest {

  @Test
  void theDefaultsAreSound() {
    assertThat(StoreConfiguration.builder("c", "n").build().faults()).isEmpty();
  }

  @Test
  void allFaultsAreToldTogetherWithTheirValues() {
    StoreConfiguration bad =
        StoreConfiguration.builder("", "a b")
            .bind("", 70000)
            .copies(0)
            .segments(5000)
            .memoryLimitBytes(1)
            .maxBodyBytes(1)
            .operationTimeout(Duration.ZERO)
            .discovery(new StaticList(List.of("noport", "fine:7800", "also[7800]")))
            .build();

    assertThat(bad.faults())
        .hasSize(10)
        .anyMatch(fault -> fault.contains("nodeName is 'a b'"))
        .anyMatch(fault -> fault.contains("bindPort is 70000"))
        .anyMatch(fault -> fault.contains("'noport'"));
    assertThatThrownBy(() -> QueueStores.start(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copies is 0")
        .hasMessageContaining("segments is 5000");
  }
}
