package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.mapreduce.DamagedGroupException;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.store.infinispan.TestClusters;
import io.hikyaku.store.tuple.TupleCursor;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleSink;
import io.hikyaku.store.tuple.TupleStore;
import io.hikyaku.store.tuple.TupleWrite;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tuple groups on one node and on several. */
class TupleGroupsTest {

  private static final int LIMIT = 24 << 20;

  private final String name = TestClusters.uniqueName();
  private final int[] ports = TestClusters.freePorts(3);
  private final List<TestNode> nodes = new ArrayList<>();

  private TestNode join() {
    int number = nodes.size();
    TestNode node =
        TestNode.start(
            TestClusters.builder(
                    name, "n" + (number + 1), TestClusters.ownFirst(ports[number], ports))
                .stopTimeout(Duration.ofSeconds(5))
                .tupleMemoryBytes(LIMIT)
                .build());
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestNode::close);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void write(TupleStore tuples, TupleGroup group, int from, int to) {
    try (TupleWrite write = tuples.write()) {
      TupleSink sink = write.sink(group);
      for (int i = from; i < to; i++) {
        sink.add(bytes("key" + i % 1000), bytes("v" + i));
      }
      assertThat(write.commit()).isTrue();
    }
  }

  /** Count of values per key, over all partitions. */
  private static Map<String, Integer> read(TupleStore tuples, TupleGroup group) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int p = 0; p < group.settings().partitions(); p++) {
      try (TupleCursor cursor = tuples.read(group, p)) {
        while (cursor.nextKey()) {
          int values = 0;
          while (cursor.nextValue()) {
            values++;
          }
          assertThat(counts.put(new String(cursor.key(), UTF_8), values))
              .as("a key comes once")
              .isNull();
        }
      }
    }
    return counts;
  }

  private static void assertHas(TupleStore tuples, TupleGroup group, int count) {
    assertThat(tuples.count(group)).isEqualTo(count);
    Map<String, Integer> read = read(tuples, group);
    assertThat(read).hasSize(1000);
    assertThat(read.values()).allMatch(values -> values == count / 1000);
  }

  @Test
  void severalThreadsWriteAndNothingIsSeenBeforeTheCommit() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("words", TupleGroupSettings.DEFAULT);
    try (TupleWrite write = tuples.write()) {
      List<CompletableFuture<Void>> threads =
          IntStream.range(0, 8)
              .mapToObj(
                  t ->
                      CompletableFuture.runAsync(
                          () -> {
                            TupleSink sink = write.sink(group);
                            for (int i = 0; i < 10_000; i++) {
                              sink.add(bytes("key" + i % 1000), bytes(t + "/" + i));
                            }
                          }))
              .toList();
      threads.forEach(CompletableFuture::join);
      assertThat(tuples.count(group)).isZero();
      assertThat(tuples.get(group, bytes("key1"))).isEmpty();
      write.commit();
    }
    assertHas(tuples, group, 80_000);
    assertThat(tuples.get(group, bytes("key1"))).hasSize(80);
    assertThat(tuples.get(group, bytes("none"))).isEmpty();

    write(tuples, group, 0, 1000); // appends
    assertThat(tuples.count(group)).isEqualTo(81_000);
    int[] shares = new int[1];
    for (int share = 0; share < 3; share++) {
      for (int p = 0; p < 8; p++) {
        try (TupleCursor cursor = tuples.readShare(group, p, share, 3)) {
          while (cursor.nextKey()) {
            while (cursor.nextValue()) {
              shares[0]++;
            }
          }
        }
      }
    }
    assertThat(shares[0]).as("shares are disjoint and complete").isEqualTo(81_000);
  }

  @Test
  void ofTwoAttemptsTheFirstToCommitCounts() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("once", TupleGroupSettings.DEFAULT);
    TupleWrite one = tuples.attempt("step-1");
    TupleWrite other = tuples.attempt("step-1");
    one.sink(group).add(bytes("k"), bytes("one"));
    other.sink(group).add(bytes("k"), bytes("other"));

    assertThat(other.commit()).isTrue();
    assertThat(one.commit()).isFalse();

    assertThat(tuples.isCommitted("step-1")).isTrue();
    assertThat(tuples.get(group, bytes("k")))
        .singleElement()
        .satisfies(value -> assertThat(new String(value, UTF_8)).isEqualTo("other"));
  }

  @Test
  void aDroppedGroupIsGoneAtOnceAndItsMemorySoon() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("big", TupleGroupSettings.DEFAULT);
    byte[] value = new byte[1000];
    try (TupleWrite write = tuples.write()) {
      TupleSink sink = write.sink(group);
      for (int i = 0; i < 10_000; i++) {
        sink.add(bytes("k" + i), value);
      }
      write.commit();
    }
    TupleWrite late = tuples.write();
    late.sink(group).add(bytes("late"), value);
    await().atMost(TestNode.SOON).until(() -> tuples.usedBytes() > 10_000_000);

    assertThat(tuples.drop("big")).isTrue();

    assertThatThrownBy(() -> tuples.read(group, 0)).isInstanceOf(UnknownGroupException.class);
    assertThatThrownBy(late::commit)
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("dropped while it was written");
    TupleGroup again = tuples.create("big", TupleGroupSettings.DEFAULT.withPartitions(2));
    assertThat(tuples.count(again)).isZero();
    assertThat(read(tuples, again)).isEmpty();
    await().atMost(TestNode.SOON).until(() -> tuples.usedBytes() < 1000);
    assertThat(tuples.drop("big")).isTrue();
    assertThat(tuples.drop("big")).isFalse();
  }

  @Test
  void aFullMemoryRefusesAndLeavesNothingBehind() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("full", TupleGroupSettings.DEFAULT);
    byte[] value = new byte[10_000];
    try (TupleWrite write = tuples.write()) {
      TupleSink sink = write.sink(group);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  sink.add(bytes("k" + i), value);
                }
              })
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("of " + LIMIT + " bytes")
          .hasMessageContaining("drop groups");
    }
    assertThat(tuples.count(group)).isZero();
    await().atMost(TestNode.SOON).until(() -> tuples.usedBytes() == 0);
  }

  @Test
  void faultsAreNamed() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("g", TupleGroupSettings.DEFAULT);
    assertThatThrownBy(() -> tuples.create("g", new TupleGroupSettings(4, 2)))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("partitions=8");
    assertThatThrownBy(() -> tuples.require("h"))
        .isInstanceOf(UnknownGroupException.class)
        .hasMessageContaining("[g]");
    assertThatThrownBy(() -> tuples.create("a b", TupleGroupSettings.DEFAULT))
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> tuples.read(group, 8)).hasMessageContaining("has 8");
    try (TupleWrite write = tuples.write()) {
      TupleSink sink = write.sink(group);
      assertThatThrownBy(() -> sink.add(bytes("k"), new byte[TupleSink.MAX_TUPLE_BYTES]))
          .hasMessageContaining("split it");
      assertThatThrownBy(() -> sink.add(9, bytes("k"), bytes("v"))).hasMessageContaining("has 8");
    }
    assertThatThrownBy(() -> new TupleGroupSettings(0, 2)).hasMessageContaining("from 1 to 256");
    assertThatThrownBy(() -> new TupleGroupSettings(1, 3)).hasMessageContaining("from 1 to 2");
  }

  @Test
  void anyNodeReadsAndACrashLosesNothing() {
    TestNode one = join();
    TestNode two = join();
    TestNode three = join();
    one.awaitState(ClusterStatus.State.HEALTHY, 3);
    TupleGroup group = one.store.tuples().create("shared", TupleGroupSettings.DEFAULT);
    write(one.store.tuples(), group, 0, 20_000);
    write(two.store.tuples(), two.store.tuples().require("shared"), 20_000, 40_000);
    for (TestNode node : nodes) {
      assertHas(node.store.tuples(), group, 40_000);
      assertThat(node.store.tuples().get(group, bytes("key7"))).hasSize(40);
    }
    TupleWrite unfinished = three.store.tuples().write();
    unfinished.sink(group).add(bytes("key1"), bytes("lost with its node"));

    three.crash();
    one.awaitState(ClusterStatus.State.HEALTHY, 2);
    nodes.remove(three);

    for (TestNode node : nodes) {
      await()
          .atMost(TestNode.SOON)
          .untilAsserted(() -> assertHas(node.store.tuples(), group, 40_000));
    }
    assertThat(two.store.tuples().drop("shared")).isTrue();
    assertThat(one.store.tuples().find("shared")).isNull();
    for (TestNode node : nodes) {
      await().atMost(TestNode.SOON).until(() -> node.store.tuples().usedBytes() == 0);
    }
  }

  @Test
  void whatWasLostWithAnOnlyCopyIsSaid() {
    TestNode one = join();
    TestNode two = join();
    one.awaitState(ClusterStatus.State.HEALTHY, 2);
    TupleGroup group =
        one.store.tuples().create("single", TupleGroupSettings.DEFAULT.withCopies(1));
    write(one.store.tuples(), group, 0, 20_000);
    assertHas(two.store.tuples(), group, 20_000);

    two.crash();
    one.awaitState(ClusterStatus.State.TOO_FEW_NODES, 1);
    nodes.remove(two);

    assertThatThrownBy(() -> read(one.store.tuples(), group))
        .isInstanceOf(DamagedGroupException.class)
        .hasMessageContaining("lost");
  }

  @Test
  void aKeyIsFoundWhereverAPartitionerPutIt() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("placed", TupleGroupSettings.DEFAULT);
    try (TupleWrite write = tuples.write()) {
      TupleSink sink = write.sink(group);
      for (int partition = 0; partition < sink.partitions(); partition++) {
        sink.add(partition, bytes("key" + partition), bytes("v"));
        sink.add(partition, bytes("same"), bytes("v"));
      }
      write.commit();
    }
    for (int partition = 0; partition < 8; partition++) {
      assertThat(tuples.get(group, bytes("key" + partition))).hasSize(1);
    }
    assertThat(tuples.get(group, bytes("same"))).as("of one partition").hasSize(1);
    assertThat(tuples.get(group, bytes("none"))).isEmpty();
  }

  @Test
  void commitsOfADroppedGroupGoFasterThanTheyCome() {
    TupleStore tuples = join().store.tuples();
    TupleGroup group = tuples.create("many", TupleGroupSettings.DEFAULT);
    for (int i = 0; i < 3000; i++) {
      TupleWrite write = tuples.attempt("many/" + i);
      write.sink(group);
      write.commit();
    }
    assertThat(tuples.commits("many/")).hasSize(3000);

    tuples.drop("many");

    await().atMost(TestNode.SOON).until(() -> tuples.commits("many/").isEmpty());
  }

  /** A second store on a node, whose calls of others are seen by the test. */
  private static TupleStore storeOn(
      TestNode node, Function<ByteBuffer, CompletionStage<byte[]>> calls) {
    TupleStore store =
        new TupleStore(
            node.cluster,
            LIMIT,
            TestNode.SOON,
            (member, request) -> calls.apply(request),
            ForkJoinPool.commonPool());
    store.start();
    return store;
  }

  private TestNode joinTwo() {
    TestNode one = join();
    join();
    one.awaitState(ClusterStatus.State.HEALTHY, 2);
    return one;
  }

  @Test
  void anOwnerThatCannotAnswerAtTheMomentIsAskedAgain() {
    TestNode one = joinTwo();
    TestNode two = nodes.get(1);
    AtomicInteger refusals = new AtomicInteger();
    TupleStore tuples =
        storeOn(
            one,
            request ->
                refusals.incrementAndGet() <= 2
                    ? CompletableFuture.completedFuture(new byte[] {1, 'n', 'o'})
                    : two.store.tuples().handle(request));
    TupleGroup group = one.store.tuples().create("busy", TupleGroupSettings.DEFAULT);
    write(one.store.tuples(), group, 0, 10_000);

    assertHas(tuples, group, 10_000);

    assertThat(refusals).hasValueGreaterThan(2);
  }

  @Test
  void eachBlockIsVerifiedOnceHoweverManyPartsAreSent() {
    TestNode one = joinTwo();
    TestNode two = nodes.get(1);
    TupleStore tuples = one.store.tuples();
    TupleGroup group = tuples.create("parts", TupleGroupSettings.DEFAULT);
    int partition =
        IntStream.range(0, 8)
            .filter(p -> tuples.owner(group, p).equals(two.cluster.self()))
            .findFirst()
            .orElseThrow();
    byte[] value = new byte[1000];
    try (TupleWrite write = tuples.write()) {
      TupleSink sink = write.sink(group);
      for (int i = 0; i < 5000; i++) {
        sink.add(partition, bytes("key" + i % 2500), value);
      }
      write.commit();
    }
    List<byte[]> blocks = new ArrayList<>();
    two.cluster.blocks(2).forEachHere((name, block) -> blocks.add(block));
    assertThat(blocks).hasSizeGreaterThan(3);
    try (TupleCursor cursor = tuples.read(group, partition)) {
      assertThat(cursor.nextKey()).isTrue();
      blocks.forEach(block -> block[1]++); // the checksum: verified again, they are damaged
      int keys = 1;
      while (cursor.nextKey()) {
        keys++;
      }
      assertThat(keys).isEqualTo(2500);
    }
  }

  @Test
  void aBlockThatComesBehindTheEndOfItsWriteDoesNotStay() {
    TestNode one = joinTwo();
    List<CompletableFuture<byte[]>> reservations = new ArrayList<>();
    TupleStore tuples =
        storeOn(
            one,
            request -> {
              CompletableFuture<byte[]> answer = new CompletableFuture<>();
              reservations.add(answer);
              return answer;
            });
    TupleGroup group = one.store.tuples().create("late", TupleGroupSettings.DEFAULT);
    TupleWrite write = tuples.write();
    for (int partition = 0; partition < 8; partition++) {
      // larger than a block: it is sent at once
      write.sink(group).add(partition, bytes("k"), new byte[1_100_000]);
    }
    assertThat(reservations).isNotEmpty();

    write.close();
    reservations.forEach(answer -> answer.complete(new byte[1]));

    await()
        .atMost(TestNode.SOON)
        .during(Duration.ofMillis(500))
        .until(() -> nodes.stream().allMatch(TupleGroupsTest::hasNoBlocks));
  }

  private static boolean hasNoBlocks(TestNode node) {
    AtomicInteger blocks = new AtomicInteger();
    node.cluster.blocks(2).forEachHere((name, block) -> blocks.incrementAndGet());
    return blocks.get() == 0;
  }
}
