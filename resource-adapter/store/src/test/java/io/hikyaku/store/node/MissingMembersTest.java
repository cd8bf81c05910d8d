package io.hikyaku.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Member;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingMembersTest {

  private static final Member A = new Member(1, "a", "");
  private static final Member B = new Member(2, "b", "");
  private static final Member B_STARTED_ANEW = new Member(3, "b", "");

  private long now;
  private final MissingMembers missing =
      new MissingMembers(() -> now, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @Test
  void nobodyIsMissingAtTheStart() {
    assertThat(missing.changed(List.of(A, B))).isFalse();
    assertThat(missing.any()).isFalse();
  }

  @Test
  void whoGoesWithoutAWordIsMissingUntilAWhileAfterItIsBack() {
    missing.changed(List.of(A, B));
    assertThat(missing.changed(List.of(A))).isTrue();
    assertThat(missing.any()).isTrue();
    assertThat(missing.list()).containsExactly(new MissingMembers.Missing(B, 0, Instant.EPOCH));

    assertThat(missing.changed(List.of(A, B))).isFalse();
    assertThat(missing.list()).isEmpty();
    assertThat(missing.any()).isTrue();
    now += MissingMembers.QUIET_NANOS + 1;
    assertThat(missing.any()).isFalse();
  }

  @Test
  void whoSaysGoodbyeIsNotMissed() {
    missing.changed(List.of(A, B));
    missing.leaves(B);
    assertThat(missing.changed(List.of(A))).isFalse();
    assertThat(missing.any()).isFalse();
    assertThat(missing.list()).isEmpty();
  }

  @Test
  void aNodeThatWasStartedAnewBringsNothingBack() {
    missing.changed(List.of(A, B));
    missing.changed(List.of(A));
    assertThat(missing.any()).isTrue();
    missing.changed(List.of(A, B_STARTED_ANEW));
    now += MissingMembers.QUIET_NANOS + 1;
    assertThat(missing.any()).isFalse();
  }

  @Test
  void whoIsMissingForAnHourIsGoneForGood() {
    missing.changed(List.of(A, B));
    missing.changed(List.of(A));
    assertThat(missing.any()).isTrue();
    now += MissingMembers.RETENTION_NANOS + 1;
    assertThat(missing.any()).isFalse();
  }
}
