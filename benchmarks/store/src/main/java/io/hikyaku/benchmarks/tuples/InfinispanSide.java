package io.hikyaku.benchmarks.tuples;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;

/** Infinispan with an entry for each tuple: bytes as they are, previous values not asked for. */
final class InfinispanSide implements TupleSide {

  private final DefaultCacheManager manager;
  private final AdvancedCache<byte[], byte[]> cache;

  InfinispanSide(CacheMode mode) {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    if (mode.isClustered()) {
      System.setProperty("jgroups.bind.address", "127.0.0.1");
      global
          .transport()
          .defaultTransport()
          .clusterName("bench-" + ProcessHandle.current().pid())
          .addProperty("configurationFile", "org/infinispan/configuration/default-jgroups-tcp.xml");
    }
    global.cacheManagerName("bench-" + mode.name().toLowerCase(Locale.ROOT));
    manager = new DefaultCacheManager(global.build());
    ConfigurationBuilder configuration = new ConfigurationBuilder();
    configuration.clustering().cacheMode(mode);
    configuration.encoding().key().mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    configuration.encoding().value().mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    configuration.statistics().disable();
    manager.defineConfiguration("tuples", configuration.build());
    cache =
        manager
            .<byte[], byte[]>getCache("tuples")
            .getAdvancedCache()
            .withFlags(Flag.IGNORE_RETURN_VALUES);
  }

  @Override
  public void write(Keys keys, int threads) throws Exception {
    Threads.run(
        threads,
        thread -> {
          for (int i = thread; i < keys.count(); i += threads) {
            cache.put(keys.key(i), keys.value(i));
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
          for (int i = thread; i < keys.count(); i += threads) {
            sum += Keys.check(ByteBuffer.wrap(cache.get(keys.key(i))));
          }
          return sum;
        });
  }

  @Override
  public void clear() {
    cache.clear();
  }

  @Override
  public void close() {
    manager.stop();
  }
}
