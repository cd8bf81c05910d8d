package io.hikyaku.system.shop;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Mapper;

/** Fails at its first line. */
public class BrokenWords implements Mapper<Long, String, String, Long> {

  @Override
  public void map(Long number, String line, Context<String, Long> context) {
    throw new IllegalStateException("line " + number + " has no rank");
  }
}
