package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import org.junit.jupiter.api.Test;

class QueueActivationSpecTest {

  private final QueueActivationSpec spec = new QueueActivationSpec();

  @Test
  void theGroupIsAllThatIsNeeded() throws ResourceException {
    spec.setGroup("orders");
    spec.validate();
    assertThat(spec.getConcurrency()).isEqualTo(10);
    assertThat(spec.getBatchSize()).isEqualTo(32);
  }

  @Test
  void everythingInvalidIsReportedAtOnce() {
    spec.setConcurrency(0);
    spec.setBatchSize(null);
    spec.setFailureDelayMillis(-1L);
    spec.setFailureDelayMultiplier(Double.NaN);
    spec.setFailureDelayMaxMillis(null);
    spec.setPauseAfterFailures(-1);
    spec.setLeaseMillis(0L);
    spec.setLeaseLimitMillis(null);
    assertThatThrownBy(spec::validate)
        .isInstanceOfSatisfying(
            InvalidPropertyException.class,
            e ->
                assertThat(e.getInvalidPropertyDescriptors())
                    .extracting(PropertyDescriptor::getName)
                    .containsExactly(
                        "group",
                        "concurrency",
                        "batchSize",
                        "failureDelayMillis",
                        "failureDelayMultiplier",
                        "failureDelayMaxMillis",
                        "pauseAfterFailures",
                        "leaseMillis",
                        "leaseLimitMillis"))
        .hasMessageContainingAll("group is 'null'", "concurrency is 0: must be from 1 to 1000");
  }

  @Test
  void specsOfEqualValuesAreNotEqual() {
    assertThat(spec).isNotEqualTo(new QueueActivationSpec());
  }

  @Test
  void theAdapterIsSetOnce() throws ResourceException {
    HikyakuResourceAdapter adapter = new HikyakuResourceAdapter();
    spec.setResourceAdapter(adapter);
    spec.setResourceAdapter(adapter);
    assertThat(spec.getResourceAdapter()).isSameAs(adapter);
    assertThatThrownBy(() -> spec.setResourceAdapter(new HikyakuResourceAdapter()))
        .isInstanceOf(ResourceException.class);
  }
}
