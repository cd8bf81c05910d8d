package io.hikyaku.admin;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive unless threads wait for each other for ever: the one state that only a restart ends. A
 * store that is unavailable is not a reason: a restart would throw away the copies that it still
 * has.
 */
@Liveness
@ApplicationScoped
public class NoDeadlock implements HealthCheck {

  private static final String NAME = "hikyaku-no-deadlock";

  @Override
  public HealthCheckResponse call() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] deadlocked = threads.findDeadlockedThreads();
    if (deadlocked == null) {
      return HealthCheckResponse.up(NAME);
    }
    return HealthCheckResponse.named(NAME)
        .withData("deadlockedThreads", deadlocked.length)
        .withData("first", threads.getThreadInfo(deadlocked[0]).getThreadName())
        .down()
        .build();
  }
}
