package io.hikyaku.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ListDirection;

/**
 * A reliable queue on Redis: LPUSH, BLMOVE to the consumer's own list, LREM. A connection for each
 * thread, as a blocked one can do nothing else.
 */
final class RedisTarget implements Target {

  private static final byte[] QUEUE = "queue".getBytes(UTF_8);
  private static final double WAIT_SECONDS = 1;

  private final int port;

  RedisTarget(int port) {
    this.port = port;
  }

  @Override
  public Sender sender(Work work, int thread) {
    byte[] body = Bodies.make(work.bytes());
    Jedis connection = new Jedis("127.0.0.1", port);
    return new Sender() {
      @Override
      public void send() {
        connection.lpush(QUEUE, body);
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  @Override
  public Receiver receiver(Work work, int thread) {
    byte[] own = ("processing-" + thread).getBytes(UTF_8);
    Jedis connection = new Jedis("127.0.0.1", port, 10_000);
    return new Receiver() {
      @Override
      public int receive() {
        byte[] body =
            connection.blmove(QUEUE, own, ListDirection.RIGHT, ListDirection.LEFT, WAIT_SECONDS);
        if (body == null) {
          return 0;
        }
        Target.check(body, work.bytes());
        if (connection.lrem(own, 1, body) != 1) {
          throw new IllegalStateException("a message was not in its list");
        }
        return 1;
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  @Override
  public void close() {}
}
