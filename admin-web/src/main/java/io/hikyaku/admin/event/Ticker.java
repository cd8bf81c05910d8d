package io.hikyaku.admin.event;

import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.admin.metrics.StoreMetrics;
import io.hikyaku.api.QueueException;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drives the sampler by the server's timer. The heartbeat goes on when the cluster keeps the
 * sampler waiting.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Ticker {

  private final AtomicBoolean ticking = new AtomicBoolean();
  private final AtomicBoolean measuring = new AtomicBoolean();

  @Inject private Sampler sampler;
  @Inject private ActionLog actions;
  @Inject private StoreMetrics metrics;

  /** Not twice at a time. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void tick() {
    if (ticking.compareAndSet(false, true)) {
      try {
        sampler.tick();
      } finally {
        ticking.set(false);
      }
    }
  }

  /** Whatever the cluster does. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void beat() {
    sampler.beat();
  }

  /** Brings the metrics up to date. */
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  public void measure() {
    if (measuring.compareAndSet(false, true)) {
      try {
        metrics.refresh();
      } catch (QueueException e) {
        // the store starts or stops: readiness says so
      } finally {
        measuring.set(false);
      }
    }
  }

  /** Keeps the log of actions within its limit. */
  @Schedule(hour = "*", minute = "*/10", persistent = false)
  public void trim() {
    try {
      actions.trim();
    } catch (QueueException e) {
      // in ten minutes there is another try
    }
  }
}
