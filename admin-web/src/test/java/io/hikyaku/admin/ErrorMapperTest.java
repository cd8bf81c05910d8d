package io.hikyaku.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import org.junit.jupiter.api.Test;

final class ErrorMapperTest {

  @Test
  void anUnknownGroupIsNotFoundAndSaysWhich() {
    assertThat(ErrorMapper.view(new UnknownGroupException("there is no group 'x'")))
        .isEqualTo(new ErrorView(404, "there is no group 'x'"));
  }

  @Test
  void aStoreThatCannotAnswerIsUnavailableNotBroken() {
    assertThat(ErrorMapper.view(new StoreUnavailableException("the store is stopping")))
        .isEqualTo(new ErrorView(503, "the store is stopping"));
    assertThat(ErrorMapper.view(new OutcomeUnknownException("no answer")).status()).isEqualTo(503);
  }
}
