package io.hikyaku.store.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.MessageId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCodecTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsWrittenIsRead(long seed) {
    Random random = new Random(seed);
    List<PageRecord> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(record(random));
    }
    List<String> intents = List.of("branch:ü", "local:1-2");

    byte[] page = PageCodec.encode(intents, records);

    assertThat(PageCodec.intents(page)).isEqualTo(intents);
    List<PageRecord> read = PageCodec.decode(page);
    assertThat(read.stream().map(PageCodecTest::plain))
        .containsExactlyElementsOf(records.stream().map(PageCodecTest::plain).toList());
    assertThat(page).as("encoding again gives the same").isEqualTo(PageCodec.encode(intents, read));
  }

  @Test
  void sizesAreThoseInThePage() {
    Random random = new Random(42);
    PageRecord one = record(random);
    PageRecord two = record(random);
    int empty = PageCodec.encode(List.of(), List.of()).length;
    assertThat(PageCodec.encode(List.of(), List.of(one, two)).length)
        .isEqualTo(empty + PageCodec.size(one) + PageCodec.size(two));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        PageCodec.MAX_WHOLE_BYTES,
        PageCodec.MAX_WHOLE_BYTES + 1,
        3 * PageCodec.PART_BYTES - 5,
        3 * PageCodec.PART_BYTES,
        25 << 20
      })
  void aLargePageStandsInParts(int size) {
    Random random = new Random(size);
    List<PageRecord> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(record(random));
    }
    byte[] body = new byte[size];
    random.nextBytes(body);
    MessageId id = new MessageId(1, 2);
    Slice key = Slice.of(bytes(random));
    records.add(new PageRecord.Enqueue(id, 3, 4, 0, 0, key, key, Slice.of(body)));
    records.add(record(random));

    List<byte[]> page = PageCodec.encodeStored(List.of("intent"), records);

    assertThat(page.size()).isGreaterThan(2);
    assertThat(page).allMatch(array -> array.length <= PageCodec.PART_BYTES);
    assertThat(PageCodec.intents(page.get(0))).containsExactly("intent");
    List<PageRecord> read = PageCodec.decode(page);
    assertThat(read.stream().map(PageCodecTest::plain))
        .containsExactlyElementsOf(records.stream().map(PageCodecTest::plain).toList());
    assertThat(PageCodec.encode(List.of("intent"), read))
        .isEqualTo(PageCodec.encode(List.of("intent"), records));
    PageRecord.Enqueue large = (PageRecord.Enqueue) read.get(20);
    int at = StoredEnqueue.positionOf(large);
    assertThat(StoredEnqueue.size(page.get(0), at)).isEqualTo(PageCodec.size(large));
    assertThat(plain(StoredEnqueue.read(page, at, StoredEnqueue.payloadOf(large))))
        .isEqualTo(plain(large));
    assertThat(large.body().first(10).copy()).isEqualTo(Arrays.copyOf(body, 10));
  }

  @Test
  void aRecordIsReadWhereItStands() {
    PageRecord.Enqueue written =
        new PageRecord.Enqueue(
            new MessageId(-1, 2),
            3,
            -4,
            5,
            6,
            Slice.of("key".getBytes(UTF_8)),
            Slice.of(new byte[7]),
            Slice.of(new byte[8]));
    PageRecord settle = new PageRecord.Settle(new MessageId(1, 1));
    byte[] page = PageCodec.encode(List.of("intent"), List.of(settle, written));
    PageRecord.Enqueue read = (PageRecord.Enqueue) PageCodec.decode(page).get(1);
    int at = StoredEnqueue.positionOf(read);

    assertThat(StoredEnqueue.stamp(page, at)).isEqualTo(3);
    assertThat(StoredEnqueue.epoch(page, at)).isEqualTo(-4);
    assertThat(StoredEnqueue.notBeforeMillis(page, at)).isEqualTo(5);
    assertThat(StoredEnqueue.expiresMillis(page, at)).isEqualTo(6);
    assertThat(StoredEnqueue.size(page, at)).isEqualTo(PageCodec.size(written));
    assertThat(plain(StoredEnqueue.read(List.of(page), at, StoredEnqueue.payloadOf(read))))
        .isEqualTo(plain(written));
  }

  @Test
  void aPageOfAnotherVersionIsRefusedNamingBoth() {
    byte[] page = PageCodec.encode(List.of(), List.of());
    page[0] = 9;
    assertThatThrownBy(() -> PageCodec.decode(page))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 9")
        .hasMessageContaining("version 2");
  }

  @Test
  void headersKeepTheirOrder() {
    Map<String, String> headers = Map.of("empty", "");
    assertThat(HeaderCodec.decode(Slice.of(HeaderCodec.encode(headers)))).isEqualTo(headers);
    assertThat(HeaderCodec.encode(Map.of())).isEmpty();
    assertThat(HeaderCodec.decode(Slice.EMPTY)).isEmpty();
  }

  private static PageRecord record(Random random) {
    MessageId id = new MessageId(random.nextLong(), random.nextLong());
    return switch (random.nextInt(4)) {
      case 0 -> new PageRecord.Settle(id);
      case 1 -> new PageRecord.Return(id, random.nextInt(100), random.nextLong());
      default ->
          new PageRecord.Enqueue(
              id,
              random.nextLong(),
              random.nextLong(),
              random.nextInt(2) * random.nextLong(),
              random.nextInt(2) * random.nextLong(),
              Slice.of("k".repeat(random.nextInt(5)).getBytes(UTF_8)),
              Slice.of(new byte[random.nextInt(20)]),
              Slice.of(bytes(random)));
    };
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(2000)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** In a form that compares bytes, not arrays. */
  private static String plain(PageRecord record) {
    if (record instanceof PageRecord.Enqueue e) {
      return String.join(
          "/",
          e.id().toString(),
          e.stamp() + "",
          e.epoch() + "",
          e.notBeforeMillis() + "",
          e.expiresMillis() + "",
          hex(e.key()),
          hex(e.headers()),
          hex(e.body()));
    }
    return record.toString();
  }

  private static String hex(Slice slice) {
    return java.util.HexFormat.of().formatHex(slice.copy());
  }
}
