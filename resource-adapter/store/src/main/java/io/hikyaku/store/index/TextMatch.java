package io.hikyaku.store.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.Slice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Looks for a text in keys and headers' values, in any case of letters.
 *
 * <p>Most messages do not have it, and reading headers takes longer than a look at their bytes. So
 * a part of the text whose bytes are known, whatever the case, is looked for first, by Horspool's
 * algorithm, which steps over as many bytes as the part is long (R. N. Horspool, Practical Fast
 * Searching in Strings, 1980).
 */
final class TextMatch {

  private static final int ASCII_END = 0x80;

  private final String wanted;

  /** The part looked for first, in small and in capital letters; may be empty. */
  private final byte[] small;

  private final byte[] capital;

  /** How far to step, by the byte under the part's last. */
  private final int[] steps = new int[1 << Byte.SIZE];

  TextMatch(String text) {
    wanted = text.toLowerCase(Locale.ROOT);
    String part = longestPlainPart(wanted);
    small = part.getBytes(UTF_8);
    capital = small.clone();
    for (int i = 0; i < capital.length; i++) {
      if (capital[i] >= 'a' && capital[i] <= 'z') {
        capital[i] = (byte) (capital[i] - 'a' + 'A');
      }
    }
    Arrays.fill(steps, small.length);
    for (int i = 0; i < small.length - 1; i++) {
      steps[small[i] & 0xff] = small.length - 1 - i;
      steps[capital[i] & 0xff] = small.length - 1 - i;
    }
  }

  /** Of characters whose bytes are of one length in either case: ASCII, and those without case. */
  private static String longestPlainPart(String text) {
    String plain =
        text.codePoints()
            .map(c -> c < ASCII_END || isWithoutCase(c) ? c : 0)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return Arrays.stream(plain.split("\0", -1))
        .reduce("", (longest, part) -> part.length() > longest.length() ? part : longest);
  }

  private static boolean isWithoutCase(int c) {
    return Character.toUpperCase(c) == c && Character.toLowerCase(c) == c;
  }

  boolean isIn(Slice key, Slice headers) {
    return (mayBeIn(key) && contains(key.text()))
        || (mayBeIn(headers)
            && HeaderCodec.decode(headers).values().stream().anyMatch(this::contains));
  }

  private boolean contains(String value) {
    return value.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private boolean mayBeIn(Slice slice) {
    int last = small.length - 1;
    if (last < 0) {
      return true;
    }
    ByteBuffer buffer = slice.toBuffer();
    byte[] bytes = buffer.array();
    int first = buffer.arrayOffset() + buffer.position();
    int end = first + buffer.remaining();
    for (int at = first + last; at < end; at += steps[bytes[at] & 0xff]) {
      if (isAt(bytes, at - last)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(byte[] bytes, int at) {
    for (int i = small.length - 1; i >= 0; i--) {
      if (bytes[at + i] != small[i] && bytes[at + i] != capital[i]) {
        return false;
      }
    }
    return true;
  }
}
