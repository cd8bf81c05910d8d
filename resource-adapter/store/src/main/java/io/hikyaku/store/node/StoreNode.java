package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.store.Coordination;
import io.hikyaku.store.Lease;
import io.hikyaku.store.PreparedBranches;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Placement;
import io.hikyaku.store.commit.GroupCommitter;
import io.hikyaku.store.commit.Router;
import io.hikyaku.store.index.Epoch;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.Index;
import io.hikyaku.store.page.HybridClock;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.tuple.TupleStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** A node put together. */
public final class StoreNode implements QueueStore, NodeParts {

  private static final Logger LOG = Logger.getLogger(StoreNode.class.getName());

  /** After this, what must be stored is tried again. */
  private static final long RETRY_MILLIS = 1000;

  /** Merge tuples for readers on other nodes. */
  private static final int TUPLE_THREADS = 2;

  private final StoreConfiguration configuration;
  private final Cluster cluster;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final ScheduledExecutorService ownershipThread;
  private final GroupRegistry groups;
  private final Index index;
  private final GroupCommitter committer;
  private final Ownership ownership;
  private final Router router;
  private final Transactions transactions;
  private final Branches branches;
  private final Releases releases;
  private final Fetches fetches;
  private final Presence presence;
  private final ManagementCalls managementCalls;
  private final ClusterManagement management;
  private final Housekeeping housekeeping;
  private final ServiceCalls services;
  private final ExecutorService tupleThreads;
  private final TupleStore tuples;
  private final FullWaits fullWaits = new FullWaits();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreNode(StoreConfiguration configuration, Cluster cluster, Clock clock) {
    this.configuration = configuration;
    this.cluster = cluster;
    this.clock = clock;
    String name = "hikyaku-" + configuration.nodeName();
    timer = thread(name + "-timer");
    ownershipThread = thread(name + "-ownership");
    HybridClock hybridClock = new HybridClock(clock);
    index =
        new Index(
            cluster.self().incarnation(),
            configuration.nodeName(),
            clock,
            hybridClock,
            this::nextId,
            this::appendForSure);
    groups =
        new GroupRegistry(
            cluster.table(Cluster.Table.GROUPS),
            new Waiting(configuration.operationTimeout()),
            clock,
            index::groupChanged,
            index::groupForgotten);
    GroupLimits limits = new GroupLimits(groups, index.messages()::usage);
    committer =
        new GroupCommitter(
            cluster,
            index.pages(),
            hybridClock,
            intent -> transactions().isOpen(intent),
            intent -> transactions().isKnown(intent),
            groups::presentEpoch,
            configuration.leaveOutSlowBackups(),
            timer);
    ownership =
        new Ownership(
            cluster,
            index.pages(),
            index.leases(),
            index.borrowed(),
            committer,
            ownershipThread,
            segment -> transactions().heldIn(segment));
    router =
        new Router(
            cluster.self(),
            ownership::placement,
            committer,
            new MemoryAdmission(
                configuration,
                index.pages()::storedBytes,
                () -> ownership.members().size(),
                groups,
                limits),
            (member, request) -> {
              request[0] = NodeCall.APPEND.code();
              return cluster.call(member, request);
            },
            timer,
            configuration.operationTimeout());
    transactions =
        new Transactions(
            cluster.self(),
            cluster.table(Cluster.Table.INTENTS),
            router,
            index.leases(),
            ownership::members,
            clock,
            System::nanoTime,
            index.pages()::isSomeoneMissing);
    branches = new Branches(transactions);
    releases = new Releases(cluster, ownership, index.leases(), timer);
    index.leases().onRefused(leases -> releases.release(leases, false, null));
    presence = new Presence(cluster, index.pages(), ownershipThread, clock);
    fetches = new Fetches(cluster, ownership, index, groups::ofEpoch, releases, timer);
    managementCalls =
        new ManagementCalls(
            this, index.messages(), this::figures, limits, new Redrive(this, index.leases()));
    services = new ServiceCalls(cluster);
    tupleThreads =
        Executors.newFixedThreadPool(
            TUPLE_THREADS, runnable -> new Thread(runnable, name + "-tuples"));
    tuples =
        new TupleStore(
            cluster,
            configuration.tupleMemoryBytes(),
            configuration.operationTimeout(),
            services::callTuples,
            tupleThreads);
    MemberCalls members = new MemberCalls(cluster, this::handle);
    management =
        new ClusterManagement(
            configuration, cluster, groups, branches, members, presence::missing, clock);
    housekeeping =
        new Housekeeping(
            timer,
            index,
            committer,
            transactions,
            fullWaits,
            fetches,
            ownership,
            presence,
            new GroupHousekeeping(cluster, members, groups, limits, transactions, clock),
            tuples,
            clock);
  }

  /** A thread that takes no offence at work that comes when all is over. */
  private static ScheduledExecutorService thread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, r -> new Thread(r, name), new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /** Starts a node on a cluster that was joined. */
  public static StoreNode start(StoreConfiguration configuration, Cluster cluster, Clock clock) {
    StoreNode node = new StoreNode(configuration, cluster, clock);
    node.run();
    return node;
  }

  private void run() {
    tuples.start();
    cluster.start(new Changes(), this::handle);
    housekeeping.start();
    LOG.log(
        Level.INFO,
        "HIKYAKU1000I: node {0} is a member of cluster {1}, with {2}",
        new Object[] {
          configuration.nodeName(),
          configuration.clusterName(),
          cluster.members().stream().map(Member::nodeName).collect(Collectors.joining(", "))
        });
  }

  /** What the cluster tells. */
  private final class Changes implements ClusterListener {
    @Override
    public void changed(List<Member> members, Placement placement) {
      presence.changed(members);
      ownership.changed(members, placement);
      ownershipThread.execute(
          () -> {
            router.membersAre(members);
            fetches.membersAre(members);
            transactions.sweep();
            index
                .leases()
                .membersAre(
                    members.stream()
                        .map(Member::incarnation)
                        .collect(Collectors.toUnmodifiableSet()));
          });
    }

    @Override
    public void merged() {
      ownership.merged();
      fetches.merged();
    }

    @Override
    public void pageArrived(NamedPage page) {
      ownership.pageArrived(page);
    }

    @Override
    public void tableChanged(Cluster.Table table, String key, byte[] value) {
      if (table == Cluster.Table.INTENTS) {
        transactions.changed(key, value);
      } else if (table == Cluster.Table.NODES) {
        management.nodesChanged();
      } else {
        groups.refresh(key);
      }
    }
  }

  private CompletionStage<byte[]> handle(Member caller, byte[] bytes) {
    ByteBuffer request = ByteBuffer.wrap(bytes);
    NodeCall call = NodeCall.of(request.get());
    return switch (call) {
      case APPEND -> router.handleAppend(request);
      case CLOSE -> ownership.handleClose(CloseCodec.decodeQuestion(request));
      case RELEASE -> {
        boolean done = releases.releaseHere(caller, ReleaseCodec.decode(request));
        yield CompletableFuture.completedFuture(new byte[] {(byte) (done ? 1 : 0)});
      }
      case LEAVE -> presence.handleLeave(caller);
      case FETCH -> fetches.serve(caller, FetchCodec.decode(request));
      case TUPLES -> tuples.handle(request);
      case SERVICE -> services.handle(caller, request);
      default -> managementCalls.handle(call, request);
    };
  }

  private NodeFigures figures(FiguresWanted wanted) {
    return new NodeFigures(
        index.pages().openSegments().size(),
        ownership.opening(),
        index.pages().storedBytes(),
        index.pages().voidPages(),
        configuration.memoryLimitBytes(),
        branches.inDoubt().size(),
        ProcessFigures.now(),
        committer.slowBackups(),
        wanted.of(index));
  }

  @Override
  public CompletionStage<Void> appendForSure(int segment, List<PageRecord> records) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    append(segment, records, done);
    return done;
  }

  private void append(int segment, List<PageRecord> records, CompletableFuture<Void> done) {
    router
        .append(segment, records)
        .whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                transactions.settled(segment, records);
                done.complete(null);
              } else {
                timer.schedule(
                    () -> append(segment, records, done), RETRY_MILLIS, TimeUnit.MILLISECONDS);
              }
            });
  }

  @Override
  public QueueManagement management() {
    return management;
  }

  @Override
  public UnitOfWork begin() {
    return new StoreUnitOfWork(this);
  }

  @Override
  public CompletableFuture<List<Lease>> receive(String group, int max) {
    Group from = groups.require(group);
    CompletableFuture<List<Lease>> leases = index.leases().receive(from, max);
    if (!leases.isDone()) {
      fetches.waiting(from);
    }
    return leases;
  }

  @Override
  public List<Lease> receive(String group, int max, Duration wait) {
    return BlockingReceive.await(receive(group, max), wait);
  }

  @Override
  public void release(List<Lease> leases, boolean failed, String reason) {
    releases.release(leases, failed, reason);
  }

  @Override
  public List<ReceivedMessage> browse(String group, int limit) {
    return index.leases().browse(groups.require(group), limit);
  }

  @Override
  public PreparedBranches branches() {
    return branches;
  }

  @Override
  public TupleStore tuples() {
    return tuples;
  }

  @Override
  public Coordination coordination() {
    return services;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Deadline deadline = Deadline.in(configuration.stopTimeout());
    fullWaits.stop();
    index.leases().stop("the store is stopping");
    deadline.await(() -> index.leases().held() == 0);
    transactions.stop();
    deadline.await(transactions::isIdle);
    deadline.await(ownership.stop());
    deadline.await(() -> !cluster.rebalancing());
    deadline.await(presence.sayGoodbye());
    router.stop();
    committer.stop();
    // before the cluster, which waits for the threads that its own have started
    timer.shutdownNow();
    ownershipThread.shutdownNow();
    tupleThreads.shutdownNow();
    cluster.close();
    LOG.log(Level.INFO, "HIKYAKU1004I: node {0} left", configuration.nodeName());
  }

  // ------------------------------------------------------------------ what units of work need

  @Override
  public StoreConfiguration configuration() {
    return configuration;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public GroupRegistry groups() {
    return groups;
  }

  @Override
  public Router router() {
    return router;
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public Releases releases() {
    return releases;
  }

  @Override
  public FullWaits fullWaits() {
    return fullWaits;
  }

  @Override
  public MessageId nextId() {
    return new MessageId(cluster.self().incarnation(), lastId.incrementAndGet());
  }

  @Override
  public int segmentOf(Group group, String key) {
    // spread the bits: String.hashCode of short keys is dense; the epoch keeps groups apart
    long mixed = (key.hashCode() ^ Epoch.group(group.epoch())) * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(mixed >>> 16, cluster.segments());
  }

  @Override
  public int localSegment() {
    List<Integer> open = index.pages().openSegments();
    return open.isEmpty() ? 0 : open.get(0);
  }
}
