package io.hikyaku.system.shop;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Mapper;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Is at work for as long as a step may be, unless its job is cancelled and its thread told. */
public class SlowWords implements Mapper<Long, String, String, Long> {

  private static final int AT_WORK_S = 50;
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  @Override
  public void map(Long number, String line, Context<String, Long> context) {
    try {
      if (NEVER.await(AT_WORK_S, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody counts it down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
