package io.hikyaku.store.cluster;

import java.util.List;

/**
 * Which members own which segments, at one moment. Immutable.
 *
 * @param version grows with every change
 * @param owners per segment its owners, the primary first; a segment without owners has an empty
 *     list
 * @param uniting whether parts of the cluster became one a moment ago, and what each has is being
 *     stored on the others: what was sent may be there before what settles it
 */
public record Placement(int version, List<List<Member>> owners, boolean uniting) {

  /** No member owns anything. */
  public static final Placement NONE = new Placement(-1, List.of(), false);

  /** The primary of a segment, or null if it has none. */
  public Member primary(int segment) {
    List<Member> list = owners(segment);
    return list.isEmpty() ? null : list.get(0);
  }

  /** The owners of a segment, the primary first; empty if it has none. */
  public List<Member> owners(int segment) {
    return segment < owners.size() ? owners.get(segment) : List.of();
  }
}
