package io.hikyaku.jca;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.hikyaku.api.BodyTooLargeException;
import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.BranchStatus;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.GroupPart;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupSettings.Order;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.NodeManagement;
import io.hikyaku.api.management.QueueManagement;
import io.hikyaku.api.management.StoreStatus;
import io.hikyaku.store.BranchId;
import io.hikyaku.store.Coordination;
import io.hikyaku.store.Lease;
import io.hikyaku.store.PreparedBranches;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.UnitOfWork;
import io.hikyaku.store.tuple.TupleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A store of one list per group, to try the adapter's own logic: what fails can be chosen. */
final class FakeStore implements QueueStore, QueueManagement, PreparedBranches {

  static final int MAX_BODY = 100_000;

  /** Messages given back, as the store was told. */
  record Release(List<String> texts, boolean failed, String reason) {}

  private static final class Stored implements Lease {
    private ReceivedMessage message;
    private boolean leased;

    @Override
    public ReceivedMessage message() {
      return message;
    }
  }

  private record Group(GroupSettings settings, List<Stored> messages) {}

  private record Waiter(String group, int max, CompletableFuture<List<Lease>> future) {}

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final Map<BranchId, FakeUnit> prepared = new LinkedHashMap<>();
  private final List<Release> releases = new ArrayList<>();
  private final ScheduledExecutorService threads =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fake-store");
            thread.setDaemon(true);
            return thread;
          });
  private long sequence;
  private RuntimeException nextEnd;
  private RuntimeException nextSecondPhase;
  private boolean closed;

  // what tests choose and see

  /** The next commit or prepare fails so. */
  synchronized void failNextEnd(RuntimeException failure) {
    nextEnd = failure;
  }

  /** The next commitPrepared or rollbackPrepared fails so. */
  synchronized void failNextSecondPhase(RuntimeException failure) {
    nextSecondPhase = failure;
  }

  synchronized List<Release> releases() {
    return List.copyOf(releases);
  }

  synchronized long leased() {
    return groups.values().stream()
        .flatMap(group -> group.messages().stream())
        .filter(stored -> stored.leased)
        .count();
  }

  synchronized int depth(String group) {
    return groups.get(group).messages().size();
  }

  synchronized int waiting() {
    return waiters.size();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  void put(String group, String... texts) {
    UnitOfWork unit = begin();
    for (String text : texts) {
      unit.send(group, Message.builder(text).key(text).build());
    }
    unit.commit();
  }

  // QueueStore

  @Override
  public TupleStore tuples() {
    return null; // queues only
  }

  @Override
  public Coordination coordination() {
    return new NoCoordination();
  }

  @Override
  public QueueManagement management() {
    return this;
  }

  @Override
  public UnitOfWork begin() {
    return new FakeUnit();
  }

  @Override
  public synchronized CompletableFuture<List<Lease>> receive(String group, int max) {
    requireGroup(group);
    CompletableFuture<List<Lease>> future = new CompletableFuture<>();
    waiters.add(new Waiter(group, max, future));
    deliver();
    return future;
  }

  @Override
  public List<Lease> receive(String group, int max, Duration wait) {
    CompletableFuture<List<Lease>> future = receive(group, max);
    try {
      return future.get(Math.max(wait.toMillis(), 1), MILLISECONDS);
    } catch (TimeoutException e) {
      return future.cancel(false) ? List.of() : future.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void release(List<Lease> leases, boolean failed, String reason) {
    releases.add(
        new Release(leases.stream().map(l -> l.message().text()).toList(), failed, reason));
    for (Lease lease : leases) {
      giveBack((Stored) lease, failed);
    }
    deliver();
  }

  private void giveBack(Stored stored, boolean failed) {
    if (!stored.leased) {
      throw new IllegalStateException("released twice: " + stored.message);
    }
    stored.leased = false;
    Group group = groups.get(stored.message.group());
    if (failed && stored.message.deliveryCount() >= group.settings().deliveryLimit()) {
      group.messages().remove(stored);
      String dead = stored.message.group() + GroupSettings.DEAD_LETTER_SUFFIX;
      groups.computeIfAbsent(dead, n -> new Group(GroupSettings.spread(), new ArrayList<>()));
      enqueue(stored.message.id(), dead, stored.message.message());
    } else {
      ReceivedMessage m = stored.message;
      int count = failed ? m.deliveryCount() + 1 : m.deliveryCount();
      stored.message = new ReceivedMessage(m.id(), m.group(), m.message(), count, m.enqueuedAt());
    }
  }

  private void enqueue(MessageId id, String group, Message message) {
    Stored stored = new Stored();
    stored.message = new ReceivedMessage(id, group, message, 1, Instant.now());
    groups.get(group).messages().add(stored);
    message
        .deliverAt()
        .ifPresent(
            time -> {
              long delay = Duration.between(Instant.now(), time).toMillis() + 1;
              var unused = threads.schedule(this::deliver, delay, MILLISECONDS);
            });
  }

  private synchronized void deliver() {
    for (Waiter waiter : List.copyOf(waiters)) {
      if (waiter.future().isDone()) {
        waiters.remove(waiter);
        continue;
      }
      List<Lease> leases = take(waiter.group(), waiter.max());
      if (!leases.isEmpty()) {
        waiters.remove(waiter);
        threads.execute(
            () -> {
              if (!waiter.future().complete(leases)) {
                release(leases, false, null);
              }
            });
      }
    }
  }

  private List<Lease> take(String name, int max) {
    Group group = groups.get(name);
    List<Lease> taken = new ArrayList<>();
    String key = null;
    for (Stored stored : group.messages()) {
      boolean due = stored.message.message().deliverAt().map(Instant.now()::isAfter).orElse(true);
      if (stored.leased || !due || taken.size() == max) {
        continue;
      }
      if (group.settings().order() == Order.KEYED) {
        String own = stored.message.key().orElseThrow();
        if (key == null ? isBusy(group, own) : !key.equals(own)) {
          continue;
        }
        key = own;
      }
      taken.add(stored);
    }
    taken.forEach(lease -> ((Stored) lease).leased = true);
    return taken;
  }

  private static boolean isBusy(Group group, String key) {
    return group.messages().stream()
        .anyMatch(s -> s.leased && s.message.key().orElseThrow().equals(key));
  }

  @Override
  public synchronized List<ReceivedMessage> browse(String group, int limit) {
    return requireGroup(group).messages().stream()
        .filter(stored -> !stored.leased)
        .limit(limit)
        .map(Stored::message)
        .toList();
  }

  @Override
  public synchronized CompletionStage<Boolean> commit(BranchId branch) {
    return secondPhase(branch, FakeUnit::apply);
  }

  @Override
  public synchronized CompletionStage<Boolean> rollback(BranchId branch) {
    return secondPhase(branch, FakeUnit::rollback);
  }

  @Override
  public synchronized CompletionStage<Boolean> forget(BranchId branch) {
    return secondPhase(branch, unit -> {});
  }

  private CompletionStage<Boolean> secondPhase(
      BranchId branch, java.util.function.Consumer<FakeUnit> action) {
    if (nextSecondPhase != null) {
      RuntimeException failure = nextSecondPhase;
      nextSecondPhase = null;
      return CompletableFuture.failedFuture(failure);
    }
    FakeUnit unit = prepared.remove(branch);
    if (unit != null) {
      action.accept(unit);
    }
    return CompletableFuture.completedFuture(unit != null);
  }

  @Override
  public synchronized List<BranchId> inDoubt() {
    List<BranchId> all = new ArrayList<>(prepared.keySet());
    all.add(new BranchId("job:not-a-branch"));
    return all;
  }

  @Override
  public PreparedBranches branches() {
    return this;
  }

  @Override
  public List<BranchStatus> preparedBranches() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean resolveBranch(String branch, boolean commit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void close() {
    closed = true;
    threads.shutdownNow();
  }

  private Group requireGroup(String name) {
    Group group = groups.get(name);
    if (group == null) {
      throw new UnknownGroupException("no group " + name);
    }
    return group;
  }

  // QueueManagement

  @Override
  public synchronized void createGroup(String name, GroupSettings settings) {
    Group before = groups.putIfAbsent(name, new Group(settings, new ArrayList<>()));
    if (before != null && !before.settings().equals(settings)) {
      throw new QueueException(name + " is there with " + before.settings());
    }
  }

  @Override
  public synchronized GroupSettings settings(String group) {
    return requireGroup(group).settings();
  }

  @Override
  public synchronized void updateGroup(String name, GroupSettings settings) {
    groups.put(name, new Group(settings, requireGroup(name).messages()));
  }

  @Override
  public void pause(String group) {
    throw notAsked();
  }

  @Override
  public void resume(String group) {
    throw notAsked();
  }

  @Override
  public Optional<MessageStatus> find(MessageId id) {
    throw notAsked();
  }

  @Override
  public void scan(String group, Consumer<ReceivedMessage> action) {
    browse(group, Integer.MAX_VALUE).forEach(action);
  }

  @Override
  public List<MessageStatus> browse(String group, int offset, int limit) {
    throw notAsked();
  }

  @Override
  public boolean delete(String group, MessageId id) {
    throw notAsked();
  }

  @Override
  public int redrive(String group, int max) {
    throw notAsked();
  }

  @Override
  public Optional<List<MessageId>> replace(
      String group, MessageId id, Map<String, List<Message>> messages) {
    throw notAsked();
  }

  @Override
  public GroupKeys keys(String group) {
    throw notAsked();
  }

  @Override
  public int deliverNow(String group, String key) {
    throw notAsked();
  }

  @Override
  public List<MessageStatus> search(String group, String text, int limit) {
    throw notAsked();
  }

  @Override
  public void updateGroup(String name, GroupSettings settings, long revision) {
    throw notAsked();
  }

  @Override
  public Optional<byte[]> body(MessageId id) {
    throw notAsked();
  }

  @Override
  public List<GroupPart> distribution(String group) {
    throw notAsked();
  }

  @Override
  public BulkManagement bulk() {
    throw notAsked();
  }

  @Override
  public NodeManagement nodes() {
    throw notAsked();
  }

  @Override
  public StoreStatus status() {
    throw notAsked();
  }

  @Override
  public List<GroupStatus> groupsHere() {
    throw notAsked();
  }

  private static UnsupportedOperationException notAsked() {
    return new UnsupportedOperationException("the adapter does not ask for it");
  }

  @Override
  public synchronized void purge(String group) {
    requireGroup(group).messages().clear();
  }

  @Override
  public synchronized void deleteGroup(String name) {
    requireGroup(name);
    groups.remove(name);
  }

  @Override
  public synchronized List<GroupStatus> groups() {
    return groups.entrySet().stream()
        .map(
            g ->
                new GroupStatus(
                    g.getKey(),
                    g.getValue().settings(),
                    false,
                    0,
                    0,
                    0,
                    0,
                    Duration.ZERO,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    1))
        .toList();
  }

  @Override
  public GroupStatus group(String name) {
    return groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnknownGroupException(name));
  }

  @Override
  public ClusterStatus cluster() {
    return new ClusterStatus(
        "fake", ClusterStatus.State.HEALTHY, 1, 1, 1, true, List.of(), List.of());
  }

  private final class FakeUnit implements UnitOfWork {

    private record Sent(MessageId id, String group, Message message) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<Lease> settled = new ArrayList<>();

    @Override
    public MessageId send(String group, Message message) {
      return sendAll(group, List.of(message)).get(0);
    }

    @Override
    public List<MessageId> sendAll(String group, List<Message> messages) {
      synchronized (FakeStore.this) {
        boolean keyed = requireGroup(group).settings().order() == Order.KEYED;
        for (Message message : messages) {
          if (keyed && message.key().isEmpty()) {
            throw new QueueException("no key");
          }
          if (message.body().length > MAX_BODY) {
            throw new BodyTooLargeException("over " + MAX_BODY);
          }
        }
        List<MessageId> ids = new ArrayList<>();
        for (Message message : messages) {
          MessageId id = new MessageId(1, ++sequence);
          sent.add(new Sent(id, group, message));
          ids.add(id);
        }
        return ids;
      }
    }

    @Override
    public void settle(List<Lease> leases) {
      settled.addAll(leases);
    }

    @Override
    public boolean isEmpty() {
      return sent.isEmpty() && settled.isEmpty();
    }

    @Override
    public CompletionStage<Void> commit() {
      return end(this::apply);
    }

    @Override
    public CompletionStage<Void> prepare(BranchId branch) {
      return end(() -> prepared.put(branch, this));
    }

    private CompletionStage<Void> end(Runnable action) {
      synchronized (FakeStore.this) {
        if (nextEnd != null) {
          RuntimeException failure = nextEnd;
          nextEnd = null;
          if (failure instanceof io.hikyaku.api.OutcomeUnknownException) {
            action.run();
          } else {
            rollback();
          }
          return CompletableFuture.failedFuture(failure);
        }
        action.run();
        return CompletableFuture.completedFuture(null);
      }
    }

    private void apply() {
      synchronized (FakeStore.this) {
        for (Lease lease : settled) {
          Stored stored = (Stored) lease;
          if (!stored.leased || !groups.get(stored.message.group()).messages().remove(stored)) {
            throw new IllegalStateException("settled without a lease: " + stored.message);
          }
          stored.leased = false;
        }
        sent.forEach(s -> enqueue(s.id(), s.group(), s.message()));
        deliver();
      }
    }

    @Override
    public void rollback(String reason) {
      synchronized (FakeStore.this) {
        settled.forEach(lease -> giveBack((Stored) lease, true));
        sent.clear();
        settled.clear();
        deliver();
      }
    }
  }
}
