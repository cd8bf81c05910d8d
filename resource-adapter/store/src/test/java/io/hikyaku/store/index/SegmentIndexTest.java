package io.hikyaku.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.cluster.Removal;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which pages can go, and when: the order of removals is what keeps consumed messages consumed. */
class SegmentIndexTest {

  private final AtomicLong total = new AtomicLong();
  private long now;
  private final SegmentIndex segment = new SegmentIndex(0, total, () -> now);
  private long lastPage;

  private static PageRecord.Enqueue enqueue(long id) {
    return new PageRecord.Enqueue(
        new MessageId(1, id), id, 7, 0, 0, Slice.EMPTY, Slice.EMPTY, Slice.of(new byte[100]));
  }

  private static PageRecord.Settle settle(long id) {
    return new PageRecord.Settle(new MessageId(1, id));
  }

  private PageName fold(List<String> intents, PageRecord... records) {
    PageName name = new PageName(0, 1, ++lastPage);
    StoredPage page =
        new StoredPage(new NamedPage(name, PageCodec.encode(intents, List.of(records))));
    segment.add(page);
    for (PageRecord record : PageCodec.decode(page.bytes)) {
      if (record instanceof PageRecord.Enqueue enqueue) {
        segment.enqueue(page, enqueue);
      } else if (record instanceof PageRecord.Settle settle) {
        segment.settle(page, settle.id());
      } else if (record instanceof PageRecord.Return failure) {
        segment.failed(page, failure);
      }
    }
    segment.folded(page);
    return name;
  }

  private PageName fold(PageRecord... records) {
    return fold(List.of(), records);
  }

  private List<PageName> removable() {
    return removable(intent -> false);
  }

  private List<PageName> removable(Predicate<String> openIntents) {
    return segment.takeRemovable(1, true, openIntents).stream().map(Removal::page).toList();
  }

  private void removed(PageName... names) {
    segment.removed(Stream.of(names).map(name -> new Removal(name, false)).toList());
  }

  @Test
  void whatIsSentAgainAfterItWasConsumedIsNotNew() {
    PageName sent = fold(enqueue(1));
    PageName settled = fold(settle(1));
    PageName again = fold(enqueue(1));
    assertThat(segment.entry(new MessageId(1, 1))).isNull();
    assertThat(removable()).containsExactlyInAnyOrder(sent, again);
    removed(sent);
    assertThat(removable()).as("it still says that the second one is settled").isEmpty();
    removed(again);
    assertThat(removable()).containsExactly(settled);
    removed(settled);

    PageName late = fold(enqueue(1));
    assertThat(segment.entry(new MessageId(1, 1))).isNull();
    assertThat(removable()).containsExactly(late);
  }

  @Test
  void aSettleOutlivesWhatItSettles() {
    PageName messages = fold(enqueue(1), enqueue(2));
    PageName first = fold(settle(1));
    assertThat(removable()).isEmpty();
    PageName second = fold(settle(2));

    assertThat(removable()).containsExactly(messages);
    assertThat(removable()).as("not before the removal is acknowledged").isEmpty();
    removed(messages);
    assertThat(removable()).containsExactlyInAnyOrder(first, second);
    removed(first, second);
    assertThat(total).hasValue(0);
  }

  @Test
  void aPageOfAnIntentStaysWhileTheIntentIsThere() {
    PageName messages = fold(List.of("x"), enqueue(1));
    fold(settle(1));
    assertThat(removable("x"::equals)).isEmpty();
    assertThat(segment.hasApplied("x")).isTrue();
    assertThat(removable(intent -> false)).containsExactly(messages);
  }

  @Test
  void aLatePageIsKnownForWhatItIsAsLongAsThePageOfWhatWasSentAgainStays() {
    PageName again = fold(List.of("again:1"), enqueue(1));
    fold(settle(1));
    now = TimeUnit.HOURS.toNanos(1);
    fold(enqueue(2));
    fold(settle(2));

    PageName late = fold(enqueue(1));
    assertThat(segment.entry(new MessageId(1, 1))).isNull();
    assertThat(removable("again:1"::equals)).contains(late).doesNotContain(again);
  }

  @Test
  void aCopyMadeByCompactionIsTheSameMessage() {
    PageName old = fold(enqueue(1));
    PageName copy = fold(enqueue(1));
    assertThat(ids()).hasSize(1);
    PageName settled = fold(settle(1));

    assertThat(removable()).containsExactlyInAnyOrder(old, copy);
    removed(old);
    assertThat(removable()).as("the copy is still there, its settle must stay").isEmpty();
    removed(copy);
    assertThat(removable()).containsExactly(settled);
  }

  @Test
  void aSettleSeenBeforeItsMessageStillCounts() {
    PageName settled = fold(settle(1));
    PageName messages = fold(enqueue(1));
    assertThat(ids()).isEmpty();
    assertThat(removable()).containsExactly(messages);
    removed(messages);
    assertThat(removable()).containsExactly(settled);
  }

  @Test
  void theHighestFailureCountCounts() {
    fold(enqueue(1));
    fold(new PageRecord.Return(new MessageId(1, 1), 3, 300));
    fold(new PageRecord.Return(new MessageId(1, 1), 2, 200));
    assertThat(segment.entry(new MessageId(1, 1)).failures).isEqualTo(3);
    assertThat(segment.entry(new MessageId(1, 1)).retryAtMillis).isEqualTo(300);
  }

  @Test
  void theChainOfPagesBehindAnOldMessageIsCutByCompaction() {
    fold(enqueue(1), enqueue(2));
    for (long id = 3; id < 200; id++) {
      fold(settle(id - 1), enqueue(id));
    }
    assertThat(removable()).as("each page is witness of the one before").isEmpty();

    List<PageRecord> survivors = segment.survivors(1 << 20);
    assertThat(survivors).extracting(PageRecord::id).contains(new MessageId(1, 1));
    fold(survivors.toArray(PageRecord[]::new));

    for (List<PageName> names = removable(); !names.isEmpty(); names = removable()) {
      removed(names.toArray(PageName[]::new));
    }
    assertThat(total.get()).isLessThan(1000);
    assertThat(ids())
        .containsExactlyInAnyOrderElementsOf(Set.of(new MessageId(1, 1), new MessageId(1, 199)));
  }

  @Test
  void whatCannotGoIsNoReasonToWriteTheSameMessagesAgainAndAgain() {
    fold(enqueue(1));
    for (long id = 2; id < 200; id++) {
      fold(List.of("intent"), enqueue(id));
      fold(settle(id));
    }
    assertThat(segment.takeRemovable(1, false, intent -> true)).isEmpty();

    assertThat(segment.survivors(1 << 20)).isEmpty();
  }

  @Test
  void aDiscardedMessageLetsItsPageGo() {
    PageName messages = fold(enqueue(1), enqueue(2));
    segment.discard(segment.entry(new MessageId(1, 1)));
    assertThat(removable()).isEmpty();
    assertThat(segment.voidPages()).isEqualTo(1);
    segment.discard(segment.entry(new MessageId(1, 2)));
    assertThat(removable()).containsExactly(messages);
    removed(messages);
    assertThat(segment.voidPages()).isZero();
  }

  private List<MessageId> ids() {
    List<MessageId> ids = new ArrayList<>();
    segment.entries().forEach(entry -> ids.add(entry.id()));
    return ids;
  }
}
