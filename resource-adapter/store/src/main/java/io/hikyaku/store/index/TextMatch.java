package io.hikyaku.store.index;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.store.page.HeaderCodec;
import io.hikyaku.store.page.PageRecord;
import io.hikyaku.store.page.Slice;
import java.util.Locale;

/** Looks for a text in keys and headers' values, in any case of letters. */
final class TextMatch {

  private final String wanted;

  /** The same as bytes in small and in capital letters; null if it is not all ASCII. */
  private final byte[] small;

  private final byte[] capital;

  TextMatch(String text) {
    wanted = text.toLowerCase(Locale.ROOT);
    boolean ascii = US_ASCII.newEncoder().canEncode(wanted);
    small = ascii ? wanted.getBytes(US_ASCII) : null;
    capital = ascii ? wanted.toUpperCase(Locale.ROOT).getBytes(US_ASCII) : null;
  }

  boolean isIn(PageRecord.Enqueue record) {
    // most are none, and reading headers takes longer than a look at their bytes
    return (mayBeIn(record.key()) && contains(text(record.key())))
        || (mayBeIn(record.headers())
            && HeaderCodec.decode(record.headers()).values().stream().anyMatch(this::contains));
  }

  private boolean contains(String value) {
    return value.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private static String text(Slice slice) {
    return new String(slice.array(), slice.offset(), slice.length(), UTF_8);
  }

  private boolean mayBeIn(Slice slice) {
    if (small == null || small.length == 0) {
      return true;
    }
    byte[] bytes = slice.array();
    int last = slice.offset() + slice.length() - small.length;
    for (int at = slice.offset(); at <= last; at++) {
      if ((bytes[at] == small[0] || bytes[at] == capital[0]) && isAt(bytes, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(byte[] bytes, int at) {
    for (int i = 1; i < small.length; i++) {
      if (bytes[at + i] != small[i] && bytes[at + i] != capital[i]) {
        return false;
      }
    }
    return true;
  }
}
