package io.hikyaku.benchmarks.tuples;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Redis: a connection for each thread, 256 commands at a time. */
final class RedisSide implements TupleSide {

  private static final int BATCH = 256;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final int port;

  RedisSide(int port) {
    this.port = port;
  }

  private Jedis connect() {
    return new Jedis("127.0.0.1", port, TIMEOUT_MILLIS);
  }

  @Override
  public void write(Keys keys, int threads) throws Exception {
    Threads.run(
        threads,
        thread -> {
          try (Jedis connection = connect()) {
            Pipeline pipeline = connection.pipelined();
            int sent = 0;
            for (int i = thread; i < keys.count(); i += threads) {
              pipeline.set(keys.key(i), keys.value(i));
              if (++sent % BATCH == 0) {
                pipeline.sync();
              }
            }
            pipeline.sync();
          }
          return 0;
        });
  }

  @Override
  public long read(Keys keys, int threads) throws Exception {
    return Threads.run(
        threads,
        thread -> {
          long sum = 0;
          try (Jedis connection = connect()) {
            Pipeline pipeline = connection.pipelined();
            List<Response<byte[]>> asked = new ArrayList<>(BATCH);
            for (int i = thread; i < keys.count(); i += threads) {
              asked.add(pipeline.get(keys.key(i)));
              if (asked.size() == BATCH) {
                pipeline.sync();
                sum += checks(asked);
              }
            }
            pipeline.sync();
            sum += checks(asked);
          }
          return sum;
        });
  }

  private static long checks(List<Response<byte[]>> answers) {
    long sum = 0;
    for (Response<byte[]> answer : answers) {
      sum += Keys.check(ByteBuffer.wrap(answer.get()));
    }
    answers.clear();
    return sum;
  }

  @Override
  public void clear() {
    try (Jedis connection = connect()) {
      connection.flushAll();
    }
  }

  @Override
  public void close() {}
}
