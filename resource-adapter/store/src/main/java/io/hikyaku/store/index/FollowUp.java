package io.hikyaku.store.index;

import io.hikyaku.store.page.PageRecord;
import java.util.List;

/** Writes what the index decides by itself: failure counts and dead letters. */
@FunctionalInterface
public interface FollowUp {

  /** Appends records to a segment, trying until it is done. Does not block. */
  void append(int segment, List<PageRecord> records);
}
