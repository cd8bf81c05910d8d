package io.hikyaku.store.infinispan;

import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.cluster.Blocks;
import io.hikyaku.store.cluster.CallHandler;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.cluster.ReplicatedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.factories.GlobalComponentRegistry;
import org.infinispan.interceptors.AsyncInterceptor;
import org.infinispan.interceptors.AsyncInterceptorChain;
import org.infinispan.interceptors.impl.EntryWrappingInterceptor;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.topology.ClusterTopologyManager;
import org.infinispan.topology.LocalTopologyManager;
import org.jgroups.JChannel;

/**
 * A cluster on Infinispan: an own cache manager, channel and threads per node, so that several
 * nodes can live in one process. Stages complete on threads of Infinispan or JGroups: what hangs on
 * them must not block.
 *
 * <p>After a split both sides go on; when they see each other again the union of their pages and
 * tables is kept. Pages that come by this are told as {@link ClusterListener#pageArrived}.
 */
public final class InfinispanCluster implements Cluster {

  private static final int MAX_TUPLE_COPIES = 2;
  private static final String BLOCKS = "hikyaku-tuples-";

  private final Member self;
  private final int segments;
  private final NodeThreads threads;
  private final ScheduledThreadPoolExecutor notifications;
  private final ScheduledThreadPoolExecutor timer;
  private final JChannel channel;
  private final DefaultCacheManager manager;
  private final Notifier notifier;
  private final Map<Table, InfinispanTable> tables = new EnumMap<>(Table.class);
  private final Map<Table, TableWatcher> tableWatchers = new EnumMap<>(Table.class);
  private final List<BlockStore> blocks = new ArrayList<>();
  private Calls calls;
  private TopologyWatcher topology;
  private PageStore pages;
  private volatile Set<Long> drained = Set.of();
  private boolean closed;

  private InfinispanCluster(StoreConfiguration configuration, NodeThreads threads)
      throws Exception {
    ChannelFactory channels = new ChannelFactory(configuration, threads);
    this.threads = threads;
    segments = configuration.segments();
    self = new Member(MemberCodec.newIncarnation(), configuration.nodeName(), channels.address());
    channel = channels.create();
    notifications = threads.single("notifier");
    timer = threads.single("timer");
    notifier = new Notifier(notifications);
    manager =
        new DefaultCacheManager(
            CacheConfigurations.global(configuration, self, channel, threads), false);
  }

  /**
   * Starts a node and joins the cluster, or founds it. Blocks until the node has its share of the
   * pages and all tables.
   *
   * @throws StoreUnavailableException saying why: a port in use, an unknown address, no answer
   */
  public static InfinispanCluster join(StoreConfiguration configuration) {
    NodeThreads threads = new NodeThreads(configuration.nodeName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Infinispan's threads take it over, and so would keep an application alive
    thread.setContextClassLoader(InfinispanCluster.class.getClassLoader());
    SharedSchedulers.acquire();
    InfinispanCluster cluster = null;
    try {
      cluster = new InfinispanCluster(configuration, threads);
      cluster.start(configuration);
      return cluster;
    } catch (Exception e) {
      if (cluster == null) {
        SharedSchedulers.release();
        threads.close();
      } else {
        cluster.close();
      }
      throw Failures.ofJoin(configuration, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void start(StoreConfiguration configuration) throws Exception {
    Timeouts timeouts = new Timeouts(timer, configuration.operationTimeout());
    manager.start();
    manager.addListener(new MergeWatcher(notifier));
    // before the pages: who sees this node in a placement may call it
    calls = new Calls(channel, self, timeouts);
    for (Table table : Table.values()) {
      AdvancedCache<byte[], byte[]> cache =
          cache(
              "hikyaku-" + table.name().toLowerCase(Locale.ROOT),
              CacheConfigurations.table(configuration));
      InfinispanTable entries = new InfinispanTable(table, cache, timeouts);
      tables.put(table, entries);
      cache.addListener(entries.oldEntries());
      cache.addListener(new TableRepair(entries, timer));
      if (table.told()) {
        TableWatcher watcher = new TableWatcher(table, entries, notifier);
        cache.addListener(watcher);
        tableWatchers.put(table, watcher);
      }
    }
    AdvancedCache<byte[], byte[]> pageCache =
        cache(CacheConfigurations.PAGES, CacheConfigurations.pages(configuration));
    topology = new TopologyWatcher(pageCache, notifier);
    pageCache.addListener(topology);
    pages = new PageStore(pageCache, timeouts);
    addInterceptor(pageCache, new ArrivalInterceptor(pages, topology, notifier));
    PartSweep sweep =
        new PartSweep(
            pages,
            segment -> self.equals(topology.placement().primary(segment)),
            configuration.operationTimeout(),
            System::nanoTime);
    long every = PartSweep.EVERY.toMillis();
    timer.scheduleWithFixedDelay(sweep, every, every, TimeUnit.MILLISECONDS);
    for (int copies = 1; copies <= MAX_TUPLE_COPIES; copies++) {
      AdvancedCache<byte[], byte[]> cache =
          cache(BLOCKS + copies, CacheConfigurations.blocks(configuration, copies));
      blocks.add(new BlockStore(cache, new TopologyWatcher(cache, notifier), timeouts));
    }
  }

  private AdvancedCache<byte[], byte[]> cache(
      String name, org.infinispan.configuration.cache.Configuration configuration) {
    manager.defineConfiguration(name, configuration);
    AdvancedCache<byte[], byte[]> cache = manager.<byte[], byte[]>getCache(name).getAdvancedCache();
    LateWrites late = new LateWrites(cache.getRpcManager().getAddress());
    cache.addListener(late);
    addInterceptor(cache, late);
    return cache;
  }

  private static void addInterceptor(AdvancedCache<?, ?> cache, AsyncInterceptor interceptor) {
    ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class)
        .addInterceptorBefore(interceptor, EntryWrappingInterceptor.class);
  }

  @Override
  public Member self() {
    return self;
  }

  @Override
  public List<Member> members() {
    return topology.members();
  }

  @Override
  public int segments() {
    return segments;
  }

  @Override
  public Placement placement() {
    return topology.placement();
  }

  @Override
  public void start(ClusterListener listener, CallHandler handler) {
    notifier.start(listener);
    topology.publish();
    tableWatchers.values().forEach(TableWatcher::publish);
    calls.start(handler);
  }

  @Override
  public CompletionStage<Void> write(List<NamedPage> written, Collection<Removal> removals) {
    return pages.write(written, removals);
  }

  @Override
  public void forEachPage(int segment, Consumer<NamedPage> action) {
    pages.forEach(segment, action);
  }

  @Override
  public ReplicatedTable table(Table table) {
    return tables.get(table);
  }

  @Override
  public CompletionStage<byte[]> call(Member member, byte[] request) {
    return calls.call(member, request);
  }

  @Override
  public Blocks blocks(int copies) {
    return blocks.get(copies - 1);
  }

  @Override
  public void drain(Set<Long> incarnations) {
    Set<Long> changed = new HashSet<>(drained);
    changed.addAll(incarnations);
    changed.removeIf(one -> drained.contains(one) == incarnations.contains(one));
    if (changed.isEmpty()) {
      return;
    }
    drained = Set.copyOf(incarnations);
    changed.forEach(one -> DrainableConsistentHashFactory.drained(one, incarnations.contains(one)));
    // only the coordinator has something to do
    ClusterTopologyManager manages =
        GlobalComponentRegistry.componentOf(manager, ClusterTopologyManager.class);
    manages.forceRebalance(CacheConfigurations.PAGES);
    for (int copies = 1; copies <= MAX_TUPLE_COPIES; copies++) {
      manages.forceRebalance(BLOCKS + copies);
    }
  }

  @Override
  public void rebalancingEnabled(boolean enabled) {
    try {
      GlobalComponentRegistry.componentOf(manager, LocalTopologyManager.class)
          .setRebalancingEnabled(enabled);
    } catch (Exception e) {
      throw new StoreUnavailableException(
          "rebalancing was not set: the coordinator of the cluster did not answer; try again", e);
    }
  }

  @Override
  public boolean rebalancing() {
    return topology.rebalancing() || blocks.stream().anyMatch(BlockStore::rebalancing);
  }

  @Override
  public boolean degraded() {
    return topology.degraded();
  }

  /** The pages, for tests that look at what they are made of. */
  PageStore pages() {
    return pages;
  }

  /** The channel, for tests that break it. */
  JChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    synchronized (threads) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (calls != null) {
      calls.close();
    }
    manager.stop();
    channel.close();
    notifications.shutdownNow();
    timer.shutdownNow();
    SharedSchedulers.release();
    threads.close();
  }
}
