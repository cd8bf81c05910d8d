package io.hikyaku.store.cluster;

import java.util.List;

/**
 * Which members own which segments, at one moment. Immutable.
 *
 * @param version grows with every change
 * @param owners per segment its owners, the primary first; a segment without owners has an empty
 *     list
 */
public record Placement(int version, List<List<Member>> owners) {

  /** No member owns anything. */
  public static final Placement NONE = new Placement(-1, List.of());

  /** The primary of a segment, or null if it has none. */
  public Member primary(int segment) {
    List<Member> list = segment < owners.size() ? owners.get(segment) : List.of();
    return list.isEmpty() ? null : list.get(0);
  }
}
