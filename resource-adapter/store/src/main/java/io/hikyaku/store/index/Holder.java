package io.hikyaku.store.index;

/**
 * Who holds a lease: a consumer on a member, or a prepared transaction branch.
 *
 * @param incarnation of the member
 * @param branch name of the branch, or null for a consumer
 */
public record Holder(long incarnation, String branch) {

  /** A consumer on a member. */
  public static Holder consumer(long incarnation) {
    return new Holder(incarnation, null);
  }

  /** A prepared branch, whoever started it. */
  public static Holder branch(String branch) {
    return new Holder(0, branch);
  }
}
