package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.infinispan.context.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagesTest extends ClusterTest {

  private static final int PARTS = 5;

  @Test
  void aPageIsStoredAtExactlyItsCopies() throws Exception {
    for (int i = 0; i < 3; i++) {
      node(i);
    }
    awaitMembers(3, nodes.toArray(Cluster[]::new));
    for (int segment = 0; segment < 16; segment++) {
      PageName name = page(nodes.get(0), segment, 1);
      write(nodes.get(0), name);
      List<Member> owners = nodes.get(0).placement().owners().get(segment);
      assertThat(nodes)
          .allSatisfy(
              node ->
                  assertThat(stored(node, name.segment()))
                      .isEqualTo(owners.contains(node.self()) ? Set.of(name) : Set.of()));
    }
  }

  @Test
  void aSingleNodeStoresWhatItCan() throws Exception {
    InfinispanCluster node = node(0);
    PageName name = page(node, 3, 1);
    write(node, name);
    assertThat(stored(node, 3)).containsExactly(name);
    node.forEachPage(3, page -> assertThat(page.head()).isEqualTo(bytes(name)));
  }

  @Test
  void aWriteRemovesSettledPages() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    for (Cluster writer : List.of(first, second)) {
      PageName one = page(writer, 5, 1);
      PageName two = page(writer, 5, 2);
      PageName three = page(writer, 5, 3);
      write(writer, one);
      write(writer, two);
      write(writer, three, one, two);
      assertThat(stored(first, 5)).containsExactly(three);
      assertThat(stored(second, 5)).containsExactly(three);
      write(writer, null, three, one);
      assertThat(stored(first, 5)).isEmpty();
      assertThat(stored(second, 5)).isEmpty();
      write(writer, null);
    }
  }

  @Test
  void pagesOfManySegmentsAreStoredTogether() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    List<PageName> names =
        IntStream.range(0, 16).mapToObj(segment -> page(first, segment, 1)).toList();
    List<NamedPage> pages = names.stream().map(n -> new NamedPage(n, bytes(n))).toList();
    for (int i = 0; i < 2; i++) {
      get(first.write(pages, List.of()));
      assertThat(names).allSatisfy(name -> assertThat(copies(name)).isEqualTo(2));
    }
    // told of each page of another writer whose primary it is
    assertThat(recorders.get(second).arrived)
        .isNotEmpty()
        .isSubsetOf(names)
        .allSatisfy(
            name ->
                assertThat(second.placement().primary(name.segment())).isEqualTo(second.self()));
    get(first.write(List.of(), names.stream().map(n -> new Removal(n, false)).toList()));
    assertThat(names).allSatisfy(name -> assertThat(copies(name)).isZero());
  }

  @Test
  void writingAndRemovingTwiceDoesNoHarm() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    PageName one = page(first, 0, 1);
    PageName two = page(first, 0, 2);
    for (int i = 0; i < 2; i++) {
      write(first, one);
      write(first, two, one);
      write(first, two, one);
    }
    assertThat(stored(second, 0)).containsExactly(two);
  }

  @Test
  void theListenerIsToldOfPagesThatAreStoredHere() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    int mine = segmentOf(first);
    PageName own = page(first, mine, 1);
    PageName plain = page(second, mine, 1);
    PageName removing = page(second, mine, 2);
    write(first, own);
    write(second, plain);
    write(second, removing, own);
    // told before the write is acknowledged
    assertThat(recorders.get(first).arrived).containsExactlyInAnyOrder(own, plain, removing);
    assertThat(recorders.get(second).arrived).isEmpty();
  }

  /** How a node goes. */
  enum End {
    LEAVE,
    CRASH
  }

  @ParameterizedTest
  @EnumSource
  void everyAcknowledgedPageIsAtTheNewPrimary(End end) throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    InfinispanCluster third = node(2);
    awaitMembers(3, first, second, third);
    AtomicBoolean stop = new AtomicBoolean();
    Set<PageName> acknowledged = ConcurrentHashMap.newKeySet();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> writeUntil(stop, first, recorders.get(first).index, acknowledged));
    awaitPages(200, acknowledged, writer);
    InfinispanCluster fourth = node(3);
    awaitMembers(4, first, second, third, fourth);
    awaitPages(400, acknowledged, writer);
    nodes.remove(third);
    if (end == End.CRASH) {
      TestClusters.crash(third);
    } else {
      third.close();
    }
    awaitMembers(3, first, second, fourth);
    awaitPages(acknowledged.size() + 100, acknowledged, writer);
    stop.set(true);
    get(writer);
    Set<PageName> atPrimaries = new HashSet<>();
    for (int segment = 0; segment < 16; segment++) {
      Member primary = first.placement().primary(segment);
      for (Cluster node : nodes) {
        if (node.self().equals(primary)) {
          atPrimaries.addAll(stored(node, segment));
        }
      }
    }
    assertThat(atPrimaries).containsAll(acknowledged);
    Set<PageName> known = new HashSet<>();
    nodes.forEach(node -> known.addAll(recorders.get(node).index.pages()));
    assertThat(known).containsAll(acknowledged);
    assertThat(acknowledged).allSatisfy(name -> assertThat(copies(name)).isEqualTo(2));
  }

  /** Fails with the cause if the writer gives up. */
  private static void awaitPages(
      int count, Set<PageName> acknowledged, CompletableFuture<Void> writer) throws Exception {
    await("pages").until(() -> acknowledged.size() > count || writer.isDone());
    if (writer.isDone()) {
      get(writer);
    }
  }

  private static void writeUntil(
      AtomicBoolean stop, Cluster node, ModelIndex index, Set<PageName> acknowledged) {
    for (int sequence = 1; !stop.get(); sequence++) {
      PageName name = page(node, sequence % 16, sequence);
      try {
        write(node, name);
      } catch (Exception e) {
        throw new AssertionError("write of " + name, e);
      }
      index.written(name);
      acknowledged.add(name);
    }
  }

  private static NamedPage inParts(InfinispanCluster writer, long sequence) {
    List<byte[]> arrays = new ArrayList<>();
    for (int i = 0; i <= PARTS; i++) {
      arrays.add(new byte[] {1, 2, (byte) i});
    }
    PageName name = new PageName(9, writer.self().incarnation(), sequence, PARTS);
    return new NamedPage(name, arrays);
  }

  private static List<NamedPage> pages(InfinispanCluster node) {
    List<NamedPage> pages = new ArrayList<>();
    node.forEachPage(9, pages::add);
    return pages;
  }

  @Test
  void aPageInPartsIsReadWholeAndGoesWhole() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    NamedPage one = inParts(first, 1);
    NamedPage two = inParts(first, 2);
    get(first.write(List.of(one), List.of()));
    get(first.write(List.of(two), List.of(new Removal(one.name(), false))));

    assertThat(pages(second)).singleElement().matches(page -> isEqual(page, two));
    assertThat(entries(second)).hasSize(PARTS + 1);

    get(first.write(List.of(), List.of(new Removal(two.name(), true))));
    assertThat(pages(second)).singleElement().matches(NamedPage::isTombstone);
    assertThat(entries(second)).hasSize(1);
  }

  @Test
  void partsThatAreLeftOverAreRemovedInTime() throws Exception {
    InfinispanCluster node = node(0);
    NamedPage page = inParts(node, 1);
    NamedPage leftOver = inParts(node, 2);
    get(node.write(List.of(page), List.of()));
    get(node.write(List.of(leftOver), List.of()));
    node.pages().cache().remove(leftOver.name().toBytes());
    assertThat(pages(node)).singleElement().matches(one -> isEqual(one, page));
    AtomicLong now = new AtomicLong();
    PartSweep sweep = new PartSweep(node.pages(), s -> true, Duration.ofSeconds(1), now::get);

    sweep.run();
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    sweep.run();
    assertThat(entries(node)).hasSize(2 * PARTS + 1);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    sweep.run();

    await("left over parts are removed").until(() -> entries(node).size() == PARTS + 1);
    assertThat(pages(node)).singleElement().matches(one -> isEqual(one, page));
  }

  private static boolean isEqual(NamedPage one, NamedPage other) {
    return one.name().equals(other.name())
        && Arrays.deepEquals(one.arrays().toArray(), other.arrays().toArray());
  }

  private static Set<?> entries(InfinispanCluster node) {
    return node.pages().cache().withFlags(Flag.CACHE_MODE_LOCAL).keySet();
  }

  @Test
  void aPageOfAMegabyteComesThrough() throws Exception {
    InfinispanCluster first = node(0);
    InfinispanCluster second = node(1);
    awaitMembers(2, first, second);
    byte[] big = new byte[1 << 20];
    big[big.length - 1] = 7;
    PageName name = page(first, 9, 1);
    PageName next = page(first, 9, 2);
    get(first.write(List.of(new NamedPage(name, big)), List.of()));
    get(first.write(List.of(new NamedPage(next, big)), List.of(new Removal(name, false))));
    assertThat(pages(second)).singleElement().extracting(NamedPage::head).isEqualTo(big);
  }
}
