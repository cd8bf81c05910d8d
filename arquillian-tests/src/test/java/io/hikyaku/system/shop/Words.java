package io.hikyaku.system.shop;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Mapper;

/** Each word of a line, once. */
public class Words implements Mapper<Long, String, String, Long> {

  @Override
  public void map(Long number, String line, Context<String, Long> context) {
    for (String word : line.split(" ", -1)) {
      context.write(word, 1L);
    }
  }
}
