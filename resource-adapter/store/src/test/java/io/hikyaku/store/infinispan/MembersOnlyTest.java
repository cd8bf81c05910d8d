package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.write.WriteCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.interceptors.AsyncInterceptor;
import org.infinispan.remoting.rpc.RpcManager;
import org.infinispan.remoting.transport.Address;
import org.infinispan.statetransfer.OutdatedTopologyException;
import org.junit.jupiter.api.Test;

/** Whose writes are taken. */
class MembersOnlyTest {

  private static final Address MEMBER = Address.random("member");
  private static final Address EXPELLED = Address.random("expelled");

  private final MembersOnly interceptor =
      new MembersOnly(answering(RpcManager.class, "getMembers", List.of(MEMBER)));

  private static <T> T answering(Class<T> type, String method, Object answer) {
    Map<String, Object> answers = answer == null ? Map.of() : Map.of(method, answer);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> answers.get(called.getName())));
  }

  private Object from(Address origin, VisitableCommand command) throws Throwable {
    interceptor.setNextInterceptor(answering(AsyncInterceptor.class, "visitCommand", "done"));
    return interceptor.handleDefault(
        answering(InvocationContext.class, "getOrigin", origin), command);
  }

  @Test
  void writesOfMembersAndOfThisNodeAre() throws Throwable {
    WriteCommand write = answering(WriteCommand.class, "", null);

    assertThat(from(MEMBER, write)).isEqualTo("done");
    assertThat(from(null, write)).isEqualTo("done");
  }

  @Test
  void writesOfANodeThatWasTakenForDeadAreTriedAgainWithTheNextTopology() {
    WriteCommand write = answering(WriteCommand.class, "", null);

    assertThatThrownBy(() -> from(EXPELLED, write))
        .isSameAs(OutdatedTopologyException.RETRY_NEXT_TOPOLOGY);
  }

  @Test
  void itMayRead() throws Throwable {
    assertThat(from(EXPELLED, answering(VisitableCommand.class, "", null))).isEqualTo("done");
  }
}
