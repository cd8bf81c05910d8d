package io.hikyaku.system.shop;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Reducer;
import java.util.Iterator;

/** How many there are of each. */
public class Sum implements Reducer<String, Long, String, Long> {

  @Override
  public void reduce(String word, Iterator<Long> ones, Context<String, Long> context) {
    long sum = 0;
    while (ones.hasNext()) {
      sum += ones.next();
    }
    context.write(word, sum);
  }
}
