package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.Member;
import java.security.SecureRandom;
import org.infinispan.remoting.transport.Address;

/**
 * Carries a member within its Infinispan address, as the machine id. So whoever holds an address,
 * from a view, a topology or a merge, knows the member without asking anybody, and no name that is
 * not resolved yet can come between.
 *
 * <p>Text: {@code incarnation-in-hex nodeName host:port}. JGroups allows 255 bytes; a node name has
 * 100 at the most and neither part contains a space.
 */
final class MemberCodec {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BITS = 16;

  private MemberCodec() {}

  /**
   * A new incarnation: the clock's milliseconds, then random bits, so that two starts within one
   * millisecond differ and a later start has the higher number as long as the clock is right.
   */
  static long newIncarnation() {
    return System.currentTimeMillis() << RANDOM_BITS | RANDOM.nextInt(1 << RANDOM_BITS);
  }

  static String toText(Member member) {
    return Long.toHexString(member.incarnation())
        + ' '
        + member.nodeName()
        + ' '
        + member.address();
  }

  /** The member in an address; an address that carries none is a stranger's in our cluster. */
  static Member member(Address address) {
    String text = address.getMachineId();
    String[] parts = text == null ? new String[0] : text.split(" ", 3);
    if (parts.length != 3) {
      throw new IllegalStateException(
          "node "
              + address
              + " in this cluster is not a Hikyaku node: give it another clusterName");
    }
    return new Member(Long.parseUnsignedLong(parts[0], 16), parts[1], parts[2]);
  }
}
