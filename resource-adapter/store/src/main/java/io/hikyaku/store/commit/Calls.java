package io.hikyaku.store.commit;

import io.hikyaku.store.cluster.Member;
import java.util.concurrent.CompletionStage;

/** Sends appends to another member. */
@FunctionalInterface
public interface Calls {

  /**
   * Calls a member's committer; see {@link Router#handleAppend}.
   *
   * @param request its first byte is left free, for the code of the call
   */
  CompletionStage<byte[]> append(Member member, byte[] request);
}
