package io.hikyaku.container;

import io.hikyaku.api.mapreduce.Combiner;
import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Reducer;
import java.util.Iterator;

/** Adds up. No bean. */
public class SumReducer implements Reducer<String, Long, String, Long>, Combiner<Long> {

  @Override
  public Long combine(Long one, Long other) {
    return one + other;
  }

  @Override
  public void reduce(String word, Iterator<Long> counts, Context<String, Long> context) {
    long sum = 0;
    while (counts.hasNext()) {
      sum += counts.next();
    }
    context.write(word, sum);
  }
}
