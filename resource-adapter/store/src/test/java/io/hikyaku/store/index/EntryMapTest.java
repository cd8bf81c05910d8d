package io.hikyaku.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two structures that hold one thing per message, against plain ones. */
class EntryMapTest {

  private static final StoredPage PAGE =
      new StoredPage(new NamedPage(new PageName(0, 1, 1), PageCodec.encode(List.of(), List.of())));

  static Entry entry(long writer, long sequence) {
    Slice key = new Slice(new byte[100], 59, 0);
    return new Entry(
        PAGE,
        new PageRecord.Enqueue(
            new MessageId(writer, sequence), 0, 0, 0, 0, key, Slice.EMPTY, Slice.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itHoldsWhatAMapHolds(long seed) {
    Random random = new Random(seed);
    EntryMap map = new EntryMap();
    Map<MessageId, Entry> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      // mostly growing in the first half, shrinking in the second
      boolean add = random.nextInt(10) < (i < 10_000 ? 7 : 3);
      MessageId id = new MessageId(random.nextInt(3), random.nextInt(2000));
      if (add && !model.containsKey(id)) {
        Entry entry = entry(id.writer(), id.sequence());
        map.add(entry);
        model.put(id, entry);
      } else if (!add) {
        assertThat(map.remove(id.writer(), id.sequence())).isSameAs(model.remove(id));
      }
      assertThat(map.get(id.writer(), id.sequence())).isSameAs(model.get(id));
    }
    assertThat(map.size()).isEqualTo(model.size());
    List<Entry> all = new ArrayList<>();
    map.forEach(all::add);
    assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
  }

  @Test
  void anEmptiedMapIsSmallAgain() {
    EntryMap map = new EntryMap();
    for (int i = 0; i < 10_000; i++) {
      map.add(entry(1, i));
    }
    for (int i = 0; i < 10_000; i++) {
      map.remove(1, i);
    }
    assertThat(map.capacity()).isLessThan(100);
  }

  @Test
  void aHeapGivesTheEarliestFirst() {
    Random random = new Random(1);
    EntryHeap heap = new EntryHeap();
    for (int i = 0; i < 1000; i++) {
      heap.add(random.nextInt(100), entry(1, i));
    }
    heap.retain(entry -> entry.sequence % 2 == 0);
    assertThat(heap.size()).isEqualTo(500);
    List<Long> times = new ArrayList<>();
    while (!heap.isEmpty()) {
      times.add(heap.firstTime());
      assertThat(heap.removeFirst().sequence % 2).isZero();
    }
    assertThat(times).isSorted();
  }
}
