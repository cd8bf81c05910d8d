package io.hikyaku.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may ask for what. */
class AccessTest {

  private static Access access(boolean secure, String method, String header, String user) {
    return new Access(secure, method, header, user, false);
  }

  @Test
  void byPlainHttpNobodyIsLetThrough() {
    assertThat(access(false, "GET", "x", "ann").refusal(Role.VIEWER, true))
        .map(Problem::code)
        .contains("https-required");
  }

  @Test
  void aChangeNeedsTheHeaderThatOtherSitesCannotSend() {
    assertThat(access(true, "POST", null, "ann").refusal(Role.VIEWER, true))
        .map(Problem::code)
        .contains("header-required");
    assertThat(access(true, "DELETE", " ", "ann").transport())
        .map(Problem::code)
        .contains("header-required");
    assertThat(access(true, "POST", "console", "ann").refusal(Role.VIEWER, true)).isEmpty();
    assertThat(access(true, "GET", null, "ann").refusal(Role.VIEWER, true)).isEmpty();
  }

  @Test
  void whoIsMissingARoleIsToldWhich() {
    Problem problem = access(true, "GET", null, "ann").refusal(Role.OPERATOR, false).orElseThrow();

    assertThat(problem.status()).isEqualTo(403);
    assertThat(problem.requiredRole()).isEqualTo("operator");
    assertThat(problem.detail()).contains("ann");
    assertThat(access(true, "GET", null, null).refusal(Role.OPERATOR, false))
        .map(Problem::status)
        .contains(401);
  }

  @Test
  void onlyThisMachineIsLocal() {
    assertThat(Access.isLocal("127.0.0.1")).isTrue();
    assertThat(Access.isLocal("::1")).isTrue();
    assertThat(Access.isLocal("192.0.2.1")).isFalse();
  }
}
