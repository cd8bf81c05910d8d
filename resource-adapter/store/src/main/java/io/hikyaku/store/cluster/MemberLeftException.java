package io.hikyaku.store.cluster;

/** A member left before it answered; it may have acted. */
public final class MemberLeftException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MemberLeftException(Member member) {
    super("node " + member.nodeName() + " left before it answered");
  }
}
