package io.hikyaku.api.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.management.GroupSettings.WhenFull;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupSettingsTest {

  @Test
  void allFaultsAreToldTogetherWithWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                new GroupSettings(
                    null,
                    0,
                    Duration.ofSeconds(-1),
                    0.5,
                    null,
                    Optional.of(Duration.ZERO),
                    true,
                    -2,
                    -3,
                    WhenFull.WAIT,
                    Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order is missing: SPREAD or KEYED")
        .hasMessageContaining("deliveryLimit is 0: must be 1 or more")
        .hasMessageContaining("redeliveryDelay is PT-1S: must be from PT0S")
        .hasMessageContaining("redeliveryMultiplier is 0.5: must be from 1 to 100")
        .hasMessageContaining("redeliveryDelayMax is null")
        .hasMessageContaining("expiry is PT0S")
        .hasMessageContaining("maxMessages is -2")
        .hasMessageContaining("maxBytes is -3")
        .hasMessageContaining("fullWait is PT0S: must be from PT0.001S to PT1M");
  }

  @Test
  void whatIsChangedIsChangedAndNothingElse() {
    GroupSettings settings = GroupSettings.keyed().withLimits(5, 6).withExpiry(Duration.ofDays(1));
    assertThat(settings.isLimited()).isTrue();
    assertThat(settings.withLimits(0, 0).withExpiry(Optional.empty()))
        .isEqualTo(GroupSettings.keyed());
    assertThat(GroupSettings.keyed().waitingWhenFull(Duration.ofSeconds(1)).refusingWhenFull())
        .isEqualTo(GroupSettings.keyed());
  }
}
