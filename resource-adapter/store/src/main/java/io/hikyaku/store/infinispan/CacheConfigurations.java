package io.hikyaku.store.infinispan;

import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.WhenSplit;
import io.hikyaku.store.cluster.Member;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.configuration.internal.PrivateCacheConfigurationBuilder;
import org.infinispan.configuration.internal.PrivateGlobalConfigurationBuilder;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.infinispan.transaction.TransactionMode;
import org.jgroups.JChannel;

/** The configurations of the cache manager and its caches. */
final class CacheConfigurations {

  static final String PAGES = "hikyaku-pages";

  /** Pages in one message of a state transfer: with pages of 256 KB, 4 MB. */
  private static final int TRANSFER_CHUNK = 16;

  private static final int TABLE_SEGMENTS = 16;

  private CacheConfigurations() {}

  static GlobalConfiguration global(
      StoreConfiguration store, Member self, JChannel channel, NodeThreads threads) {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    global
        .classLoader(CacheConfigurations.class.getClassLoader())
        .cacheManagerName(
            store.clusterName()
                + "-"
                + store.nodeName()
                + "-"
                + Long.toHexString(self.incarnation()));
    global.jmx().disable();
    global.metrics().gauges(false).histograms(false);
    // one message for each backup whatever segments a write touches, as in Infinispan Server
    global.addModule(PrivateGlobalConfigurationBuilder.class).serverMode(true);
    global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
    global.serialization().addContextInitializer(new PageUpdate.Schema());
    global
        .transport()
        .defaultTransport()
        .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new GivenChannel(channel))
        .clusterName(store.clusterName())
        .nodeName(store.nodeName())
        .machineId(MemberCodec.toText(self));
    global.nonBlockingThreadPool().threadFactory(threads.nonBlocking("non-blocking"));
    global.blockingThreadPool().threadFactory(threads.blocking("blocking"));
    global.listenerThreadPool().threadFactory(threads.plain("listener"));
    global.expirationThreadPool().threadFactory(threads.plain("expiration"));
    return global.build();
  }

  static Configuration pages(StoreConfiguration store) {
    return distributed(store, store.copies()).build();
  }

  private static ConfigurationBuilder distributed(StoreConfiguration store, int copies) {
    ConfigurationBuilder builder = base(store, CacheMode.DIST_SYNC, KeepCopyMergePolicy.SHORTEST);
    builder
        .clustering()
        .hash()
        .numOwners(copies)
        .numSegments(store.segments())
        .keyPartitioner(new PageKeyPartitioner());
    if (copies == 1) {
      // Infinispan denies nothing there: no other side can have what this side writes
      builder.clustering().partitionHandling().whenSplit(PartitionHandling.ALLOW_READ_WRITES);
    }
    builder.clustering().l1().disable();
    builder.clustering().stateTransfer().chunkSize(TRANSFER_CHUNK);
    // the machine id carries the member (MemberCodec); it is no hint where copies should lie
    builder
        .addModule(PrivateCacheConfigurationBuilder.class)
        .consistentHashFactory(DrainableConsistentHashFactory.INSTANCE);
    return builder;
  }

  /** Placed as pages are, so that a segment of tuples lives where the segment of pages does. */
  static Configuration blocks(StoreConfiguration store, int copies) {
    return distributed(store, copies).build();
  }

  static Configuration table(StoreConfiguration store) {
    ConfigurationBuilder builder = base(store, CacheMode.REPL_SYNC, KeepCopyMergePolicy.NEWEST);
    builder.clustering().hash().numSegments(TABLE_SEGMENTS);
    return builder.build();
  }

  /**
   * Healing of a split takes the union. Bytes go in and out as they are. The timeout of one attempt
   * is under that of the operation, so that there is time for a second one.
   */
  private static ConfigurationBuilder base(
      StoreConfiguration store, CacheMode mode, KeepCopyMergePolicy merge) {
    long attemptMs = Math.max(1, store.operationTimeout().toMillis() * 4 / 5);
    ConfigurationBuilder builder = new ConfigurationBuilder();
    builder.clustering().cacheMode(mode).remoteTimeout(attemptMs);
    builder.clustering().stateTransfer().awaitInitialTransfer(true);
    builder
        .clustering()
        .partitionHandling()
        .whenSplit(
            store.whenSplit() == WhenSplit.CONSISTENT
                ? PartitionHandling.DENY_READ_WRITES
                : PartitionHandling.ALLOW_READ_WRITES)
        .mergePolicy(merge);
    builder.encoding().key().mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    builder.encoding().value().mediaType(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    builder.locking().lockAcquisitionTimeout(attemptMs / 2);
    builder.transaction().transactionMode(TransactionMode.NON_TRANSACTIONAL);
    builder.statistics().disable();
    builder.expiration().disableReaper();
    return builder;
  }
}
