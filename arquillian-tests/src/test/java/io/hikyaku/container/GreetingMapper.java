package io.hikyaku.container;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Mapper;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Counts words, each greeted by an injected bean. */
@Dependent
public class GreetingMapper implements Mapper<Long, String, String, Long> {

  @Inject private Greeting greeting;

  @Override
  public void map(Long number, String line, Context<String, Long> context) {
    for (String word : line.split(" ", -1)) {
      context.write(greeting.to(word), 1L);
    }
  }
}
