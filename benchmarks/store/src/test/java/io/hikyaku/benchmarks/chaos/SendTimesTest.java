package io.hikyaku.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendTimesTest {

  private static final int SURVIVOR = 1;
  private static final int VICTIM = 2;

  private static Event at(long millis, Kind kind, int process, int thread, long message) {
    return new Event(
        kind, TimeUnit.MILLISECONDS.toNanos(millis), process, thread, message, Event.NO_KEY, 0);
  }

  @Test
  void tellsTheGapTheSlowestSendAndWhoSawErrors() {
    List<Event> events =
        List.of(
            at(100, Kind.SEND_BEGUN, SURVIVOR, 0, 1),
            at(110, Kind.SEND_ACKNOWLEDGED, SURVIVOR, 0, 1),
            at(120, Kind.SEND_BEGUN, SURVIVOR, 0, 2),
            at(130, Kind.SEND_BEGUN, SURVIVOR, 1, 3),
            at(200, Kind.SEND_ACKNOWLEDGED, VICTIM, 0, 4),
            at(300, Kind.SEND_ACKNOWLEDGED, SURVIVOR, 0, 2),
            at(310, Kind.SEND_FAILED, SURVIVOR, 1, 3),
            at(320, Kind.SETTLE_UNKNOWN, SURVIVOR, 1, 1));

    SendTimes times =
        SendTimes.of(
            events, VICTIM, TimeUnit.MILLISECONDS.toNanos(90), TimeUnit.MILLISECONDS.toNanos(400));

    assertThat(times.longestGapMillis()).isEqualTo(190);
    assertThat(times.slowestSendMillis()).isEqualTo(180);
    assertThat(times.callersWithErrors()).isEqualTo(1);
  }
}
