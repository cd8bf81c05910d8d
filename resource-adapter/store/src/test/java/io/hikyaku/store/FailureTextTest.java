package io.hikyaku.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTextTest {

  @Test
  void theRootCauseComesFirstAndWrappersOnlyWithWhatTheyAdd() {
    IOException root = new IOException("connection refused");

    assertThat(FailureText.of(root)).isEqualTo("java.io.IOException: connection refused");
    assertThat(FailureText.of(new UncheckedIOException(root)))
        .isEqualTo("java.io.IOException: connection refused");
    assertThat(
            FailureText.of(
                new IllegalStateException(
                    "order 7", new RuntimeException("nested: " + root, root))))
        .isEqualTo(
            "java.io.IOException: connection refused; in java.lang.IllegalStateException: order 7");
    assertThat(FailureText.of(new RuntimeException("x".repeat(5000)))).hasSize(1000);
  }

  @Test
  void aCircleOfCausesHasAnEnd() {
    Exception one = new Exception("one");
    one.initCause(new Exception("other", one));

    assertThat(FailureText.of(one)).startsWith("java.lang.Exception: o").hasSizeLessThan(1001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "java.lang.IllegalStateException: line 17 has no rank | java.lang.IllegalStateException: line # has no rank",
        "a.b.Http2Exception: stream 5 was reset. | a.b.Http2Exception: stream # was reset.",
        "no customer 'bob' at key \"x-7\" | no customer '…' at key \"…\"",
        "message 4f1c-a2b9e-17 of 2026-11-22T10:00:00Z | message # of #:#:#",
        "it can't be read as utf8 | it can't be read as utf#",
        "10.0.0.5:2525 refused, 3 times | #:# refused, # times",
        "expired | expired"
      })
  void whatDiffersFromOneToTheNextIsLeftOut(String text, String general) {
    assertThat(FailureText.general(text)).isEqualTo(general);
    assertThat(FailureText.general(general)).isEqualTo(general);
  }
}
