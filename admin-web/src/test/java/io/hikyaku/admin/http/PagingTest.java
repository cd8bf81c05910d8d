package io.hikyaku.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Parameters of lists, and checks of what destroys something. */
class PagingTest {

  @Test
  void aNumberThatIsNoneOrOutOfRangeIsNamedWithWhatIsAllowed() {
    for (String wrong : new String[] {"many", "-1", "1001", "99999999999"}) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Paging.number("limit", wrong, 0, 1000, 50))
          .withMessageContaining("limit is '" + wrong + "': must be from 0 to 1000")
          .satisfies(e -> assertThat(e.problem().field()).isEqualTo("limit"));
    }
    assertThat(Paging.number("limit", "1000", 0, 1000, 50)).isEqualTo(1000);
    assertThat(Paging.number("limit", "", 0, 1000, 50)).isEqualTo(50);
  }

  @Test
  void aGroupInUseMayHoldAFewMoreThanWereSeen() {
    Checks.count("expectedMessages", 0L, 100);
    Checks.count("expectedMessages", 100_000L, 110_000);
    Checks.count("expectedMessages", 500L, 3);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Checks.count("expectedMessages", 100_000L, 110_001))
        .satisfies(
            e -> {
              assertThat(e.problem().status()).isEqualTo(409);
              assertThat(e.problem().expected()).isEqualTo("100000");
              assertThat(e.problem().actual()).isEqualTo("110001");
            });
  }

  @Test
  void aNameMustBeTypedExactly() {
    Checks.confirmed("orders", "orders");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Checks.confirmed("orders", "Orders"))
        .withMessageContaining("'Orders'");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Checks.confirmed("orders", null));
  }
}
