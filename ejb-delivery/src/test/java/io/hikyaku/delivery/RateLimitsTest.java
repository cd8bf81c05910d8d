package io.hikyaku.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.smtp.client.SmtpDestination;
import io.hikyaku.smtp.client.SmtpSite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitsTest {

  private static final SmtpSite SITE = site("mx:a", "mx1.host.test", "mx2.host.test");

  private final MovedClock clock = new MovedClock();

  private static SmtpSite site(String name, String... hosts) {
    List<SmtpDestination> destinations = new ArrayList<>();
    for (String host : hosts) {
      destinations.add(new SmtpDestination(host, 25));
    }
    return new SmtpSite(name, destinations);
  }

  private RateLimits limits(String text) {
    List<String> faults = new ArrayList<>();
    RateTable table = RateTable.parse(text, faults);
    assertThat(faults).isEmpty();
    return new RateLimits(table, clock, () -> 0.5);
  }

  @Test
  void withoutARateNothingWaits() {
    RateLimits limits = limits("other.test=1/h");
    for (int i = 0; i < 1000; i++) {
      assertThat(limits.take("a.test", SITE)).isEmpty();
    }
  }

  /** Mails that come again when they were told to: all are sent, and no period has too many. */
  @ParameterizedTest
  @ValueSource(strings = {"1/s", "3/s", "20/s", "250/s", "60/m", "1000/m", "100/h"})
  void noPeriodHasMoreThanItsRate(String text) {
    Rate rate = Rate.parse(text);
    RateLimits limits = limits("a.test=" + text);
    PriorityQueue<Instant> waiting = new PriorityQueue<>();
    int count = rate.mails() * 3;
    for (int i = 0; i < count; i++) {
      waiting.add(clock.now);
    }
    Instant begin = clock.now;
    Deque<Instant> sent = new ArrayDeque<>();
    while (!waiting.isEmpty()) {
      Instant next = waiting.poll();
      clock.now = next.isAfter(clock.now) ? next : clock.now;
      Optional<Instant> again = limits.take("a.test", SITE);
      if (again.isPresent()) {
        assertThat(again.get()).isAfter(clock.now).isBefore(clock.now.plusSeconds(601));
        waiting.add(again.get());
        continue;
      }
      sent.addLast(clock.now);
      if (sent.size() > rate.mails()) {
        Instant before = sent.removeFirst();
        assertThat(Duration.between(before, clock.now))
            .isGreaterThanOrEqualTo(rate.period().minusMillis(1));
      }
    }
    assertThat(Duration.between(begin, clock.now))
        .as("all of it")
        .isLessThan(rate.period().multipliedBy(4));
  }

  @Test
  void theDomainCountsBeforeTheServerBeforeAllSites() {
    RateLimits limits = limits("a.test=1/h, MX2.host.test=2/h, *=3/h");
    assertThat(taken(limits, "a.test", SITE)).isEqualTo(1);
    assertThat(taken(limits, "b.test", SITE) + taken(limits, "c.test", SITE))
        .as("domains at one server share its rate")
        .isEqualTo(2);
    SmtpSite other = site("mx:b", "other.test");
    assertThat(taken(limits, "d.test", other)).isPositive();
    assertThat(taken(limits, "e.test", other)).as("of the same site").isZero();
    assertThat(taken(limits, "e.test", site("mx:c", "third.test"))).isPositive();
  }

  private int taken(RateLimits limits, String domain, SmtpSite site) {
    int taken = 0;
    Instant begin = clock.now;
    for (int i = 0; i < 359; i++) {
      taken += limits.take(domain, site).isEmpty() ? 1 : 0;
      clock.now = clock.now.plusSeconds(10);
    }
    clock.now = begin;
    return taken;
  }

  @Test
  void nodesShareARate() {
    RateLimits limits = limits("a.test=60/m");
    limits.share(3);
    int taken = 0;
    for (int i = 0; i < 600; i++) {
      taken += limits.take("a.test", SITE).isEmpty() ? 1 : 0;
      clock.now = clock.now.plusMillis(100);
    }
    assertThat(taken).isBetween(18, 21);
  }

  @Test
  void faultyEntriesAreNamedAndTheOthersKept() {
    List<String> faults = new ArrayList<>();
    RateTable table =
        RateTable.parse("a.test=5/s, b.test, c.test=0/s, d.test=5/d, a.test=1/s", faults);
    assertThat(table)
        .isEqualTo(
            new RateTable(Map.of("a.test", new Rate(5, Duration.ofSeconds(1))), Optional.empty()));
    assertThat(faults)
        .containsExactly(
            "entry 'b.test': expected <domain or host>=<rate> or *=<rate>",
            "c.test: '0/s' is not a rate: expected mails/s, mails/m or mails/h, as 20/s",
            "d.test: '5/d' is not a rate: expected mails/s, mails/m or mails/h, as 20/s",
            "a.test is given twice");
  }
}
