package io.hikyaku.admin.http;

import java.util.List;

/**
 * A page of what was made from a part of what is stored, if that is very much.
 *
 * @param counted what the items stand for
 * @param stored what there is
 */
public record CountedPage<T>(
    List<T> items, long total, int offset, int limit, String at, long counted, long stored) {

  /** A page, with what it was made from. */
  public static <T> CountedPage<T> of(Page<T> page, long counted, long stored) {
    return new CountedPage<>(
        page.items(), page.total(), page.offset(), page.limit(), page.at(), counted, stored);
  }
}
