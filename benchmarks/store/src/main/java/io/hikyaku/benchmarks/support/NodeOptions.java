package io.hikyaku.benchmarks.support;

import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.Discovery;
import io.hikyaku.store.StoreConfiguration.WhenCopiesMissing;
import java.time.Duration;
import java.util.List;

/** A node's configuration from the options of its process. */
public final class NodeOptions {

  /** Whether members that answer slowly keep copies of new messages all the same. */
  public static final String KEEP_SLOW_BACKUPS = "keep-slow-backups";

  private static final int DETECTION_SECONDS = 6;

  private NodeOptions() {}

  /** The store's defaults, but for two copies or a refusal, unless told otherwise. */
  public static StoreConfiguration configuration(Options options) {
    StoreConfiguration.Builder builder =
        StoreConfiguration.builder(options.text("cluster"), options.text("name"))
            .bind(options.text("address", "127.0.0.1"), options.number("port", 0))
            .discovery(new Discovery.StaticList(List.of(options.text("hosts").split(",", -1))))
            .copies(2)
            .leaveOutSlowBackups(!options.has(KEEP_SLOW_BACKUPS))
            .failureDetectionTimeout(
                Duration.ofSeconds(options.number("detection-seconds", DETECTION_SECONDS)))
            .whenCopiesMissing(
                WhenCopiesMissing.valueOf(
                    options.text("when-copies-missing", WhenCopiesMissing.REFUSE.name())));
    if (options.has("memory-bytes")) {
      builder.memoryLimitBytes(options.longNumber("memory-bytes", 0));
    }
    return builder.build();
  }
}
