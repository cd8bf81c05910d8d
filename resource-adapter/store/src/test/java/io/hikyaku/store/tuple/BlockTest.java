package io.hikyaku.store.tuple;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.mapreduce.DamagedGroupException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks against a sorted map of lists. */
class BlockTest {

  private final Random random = new Random(7);
  private final ChunkPool pool = new ChunkPool();

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Keys of each shape that sorting treats differently. */
  private byte[] key(String shape) {
    return switch (shape) {
      case "random" -> randomBytes(1 + random.nextInt(20));
      case "common prefix" -> bytes("customer/europe/" + random.nextInt(1000));
      case "one key" -> bytes("hot");
      case "prefixes of each other" -> bytes("aaaaaaaaaaaa".substring(random.nextInt(12)));
      case "zero bytes" -> new byte[random.nextInt(9)];
      default -> throw new IllegalArgumentException(shape);
    };
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Map<byte[], List<String>> read(TupleCursor cursor) {
    Map<byte[], List<String>> read = new TreeMap<>(Arrays::compareUnsigned);
    byte[] last = null;
    while (cursor.nextKey()) {
      byte[] key = cursor.key();
      if (last != null) {
        assertThat(Arrays.compareUnsigned(last, key)).as("keys ascend").isNegative();
      }
      last = key;
      List<String> values = new ArrayList<>();
      while (cursor.nextValue()) {
        values.add(UTF_8.decode(cursor.value()).toString());
      }
      read.put(key, values);
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"random", "common prefix", "one key", "prefixes of each other", "zero bytes"})
  void readsBackSortedWithTheValuesOfAKeyInTheirOrder(String shape) {
    Map<byte[], List<String>> expected = new TreeMap<>(Arrays::compareUnsigned);
    List<byte[]> blocks = new ArrayList<>();
    BlockBuilder builder = new BlockBuilder(pool);
    for (int i = 0; i < 5000; i++) {
      byte[] key = key(shape);
      String value = i % 97 == 0 ? "" : "value-" + i;
      builder.add(key, bytes(value));
      expected.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
      if (i % 1700 == 1699 || i == 4999) {
        blocks.add(builder.build());
      }
    }
    blocks.forEach(block -> Block.verify(block, "block"));

    Map<byte[], List<String>> merged =
        read(new MergeCursor(blocks.stream().map(BlockCursor::new).toList()));

    assertThat(merged.keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(merged.values()).containsExactlyElementsOf(expected.values());
  }

  @Test
  void tuplesOfEverySizeComeBack() {
    Map<byte[], List<byte[]>> expected = new TreeMap<>(Arrays::compareUnsigned);
    BlockBuilder builder = new BlockBuilder(pool);
    for (int round = 0; round < 2; round++) { // the second one in memory used before
      expected.clear();
      for (int size :
          new int[] {0, 1, 3000, 4093, 65_533, 65_534, 0, 200_000, 0, 0, 16_384, 49_149}) {
        byte[] key = size == 0 ? new byte[0] : randomBytes(3);
        byte[] value = randomBytes(size);
        builder.add(key, value);
        expected.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
      }
      byte[] block = builder.build();
      Block.verify(block, "block");
      assertThat(Block.tuples(block)).isEqualTo(12);
      assertThat(builder.tuples()).isZero();
      assertSame(new BlockCursor(block), expected);
    }
    byte[] large = randomBytes(2 << 20);
    byte[] alone = BlockBuilder.single(bytes("key"), large);
    Block.verify(alone, "block");
    assertSame(new BlockCursor(alone), Map.of(bytes("key"), List.of(large)));
  }

  private static void assertSame(BlockCursor cursor, Map<byte[], List<byte[]>> expected) {
    expected.forEach(
        (key, values) -> {
          assertThat(cursor.nextKey()).isTrue();
          assertThat(cursor.hasKey(key)).isTrue();
          for (byte[] value : values) {
            assertThat(cursor.nextValue()).isTrue();
            int end = cursor.valueAt() + cursor.valueLength();
            assertThat(Arrays.copyOfRange(cursor.bytes(), cursor.valueAt(), end)).isEqualTo(value);
          }
          assertThat(cursor.nextValue()).isFalse();
        });
    assertThat(cursor.nextKey()).isFalse();
  }

  @Test
  void keysAreFoundAndOthersAreNot() {
    BlockBuilder builder = new BlockBuilder(pool);
    for (int i = 0; i < 1000; i += 2) {
      builder.add(bytes(String.format("%04d", i)), bytes("v" + i));
    }
    byte[] block = builder.build();
    for (int i = 0; i < 1000; i++) {
      int at = Block.find(block, bytes(String.format("%04d", i)));
      assertThat(at >= 0).as("key %s is there", i).isEqualTo(i % 2 == 0);
    }
    assertThat(Block.find(block, bytes(""))).isNegative();
    assertThat(Block.find(block, bytes("9999"))).isNegative();
  }

  @Test
  void everyChangedByteIsNoticed() {
    BlockBuilder builder = new BlockBuilder(pool);
    builder.add(bytes("key"), bytes("value"));
    byte[] block = builder.build();
    for (int i = 0; i < block.length; i++) {
      byte[] damaged = block.clone();
      damaged[i] ^= 4;
      assertThatThrownBy(() -> Block.verify(damaged, "the block"))
          .as("byte %s", i)
          .isInstanceOf(DamagedGroupException.class)
          .hasMessageContaining("the block");
    }
  }

  @Test
  void aMergeInPartsIsTheMerge() {
    List<byte[]> blocks = new ArrayList<>();
    List<TupleCalls.Position> rest = new ArrayList<>();
    Map<byte[], Integer> expected = new TreeMap<>(Arrays::compareUnsigned);
    for (int b = 0; b < 4; b++) {
      BlockBuilder builder = new BlockBuilder(pool);
      for (int i = 0; i < 900; i++) {
        byte[] key = bytes(i % 3 == 0 ? "hot" : "key" + random.nextInt(100));
        builder.add(key, randomBytes(1000));
        expected.merge(key, 1, Integer::sum);
      }
      blocks.add(builder.build());
      rest.add(
          new TupleCalls.Position(
              new io.hikyaku.store.cluster.BlockName(0, 0, 0, 0, 0, b), BlockCursor.Place.START));
    }
    Map<byte[], Integer> found = new TreeMap<>(Arrays::compareUnsigned);
    int partCount = 0;
    while (!rest.isEmpty()) {
      List<byte[]> left =
          rest.stream().map(position -> blocks.get(position.block().sequence())).toList();
      TupleCalls.Merged merged =
          TupleCalls.merged(
              TupleCalls.merged(
                  PartialMerge.of(rest, left, pool).rest(),
                  PartialMerge.of(rest, left, pool).block()));
      partCount++;
      BlockCursor cursor = new BlockCursor(merged.block());
      while (cursor.nextKey()) {
        byte[] key =
            Arrays.copyOfRange(cursor.bytes(), cursor.keyAt(), cursor.keyAt() + cursor.keyLength());
        while (cursor.nextValue()) {
          found.merge(key, 1, Integer::sum);
        }
      }
      rest = merged.rest();
    }
    assertThat(partCount).isGreaterThan(2);
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(found.values()).containsExactlyElementsOf(expected.values());
  }

  @Test
  void numbersOfEveryDistributionAreSorted() {
    for (int count : new int[] {0, 1, 63, 64, 1000, 40_000}) {
      for (LongSupplier next :
          List.<LongSupplier>of(
              random::nextLong,
              () -> random.nextInt(3),
              () -> Long.MAX_VALUE - random.nextInt(1000),
              () -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE - random.nextInt(9),
              () -> (long) Math.exp(random.nextDouble() * 43))) {
        long[] numbers = LongStream.generate(next).limit(count).toArray();
        long[] expected = numbers.clone();
        Arrays.sort(expected);
        assertThat(BucketSort.sort(numbers)).isEqualTo(expected);
        assertThat(BucketSort.sort(expected.clone())).isEqualTo(expected);
      }
    }
  }

  @Test
  void lengthsOfEverySize() {
    byte[] buffer = new byte[VarInt.MAX_BYTES];
    for (int shift = 0; shift < 31; shift++) {
      for (int value : new int[] {(1 << shift) - 1, 1 << shift}) {
        assertThat(VarInt.put(buffer, 0, value)).isEqualTo(VarInt.length(value));
        assertThat(VarInt.get(buffer, 0)).isEqualTo(value);
      }
    }
    assertThat(VarInt.put(buffer, 0, Integer.MAX_VALUE)).isEqualTo(VarInt.MAX_BYTES);
    assertThat(VarInt.get(buffer, 0)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void keysSpreadEvenly() {
    for (int partitions : new int[] {1, 2, 7, 8, 256}) {
      int[] counts = new int[partitions];
      for (int i = 0; i < 100_000; i++) {
        byte[] key = i % 2 == 0 ? bytes("user-" + i) : ByteBuffer.allocate(8).putLong(i).array();
        counts[KeyHash.partition(key, partitions)]++;
      }
      for (int count : counts) {
        assertThat(count).isBetween(80_000 / partitions - 100, 120_000 / partitions + 100);
      }
    }
  }
}
