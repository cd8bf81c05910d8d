package io.hikyaku.benchmarks.load;

import io.hikyaku.benchmarks.support.CommandLoop;
import io.hikyaku.benchmarks.support.Options;

/** The callers of memcached or of Redis, in a process of their own, as ours are in node A. */
public final class PeerClient {

  private PeerClient() {}

  /** Runs until standard input ends. */
  public static void run(Options options) throws Exception {
    try (Target target = target(options)) {
      CommandLoop.run(new LoadCommands(target));
    }
  }

  private static Target target(Options options) throws Exception {
    int port = options.number("port", 0);
    int connections = options.number("connections", 1);
    return switch (options.text("client")) {
      case "spymemcached" -> new MemcachedTarget(() -> new SpyClient(port), connections);
      case "xmemcached" -> new MemcachedTarget(() -> new XClient(port), connections);
      case "redis" -> new RedisTarget(port);
      default -> throw new IllegalArgumentException("--client is '" + options.text("client") + "'");
    };
  }
}
