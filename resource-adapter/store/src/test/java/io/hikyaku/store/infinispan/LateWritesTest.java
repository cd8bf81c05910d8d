package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.write.WriteCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.interceptors.AsyncInterceptor;
import org.infinispan.remoting.transport.Address;
import org.infinispan.statetransfer.OutdatedTopologyException;
import org.junit.jupiter.api.Test;

/** Which writes are refused as late. */
class LateWritesTest {

  private static final Address SELF = Address.random("self");
  private static final Address OTHER = Address.random("other");
  private static final Address HUNG = Address.random("hung");

  private final LateWrites interceptor = new LateWrites(SELF);

  private static <T> T answering(Class<T> type, String method, Object answer) {
    Map<String, Object> answers = new HashMap<>();
    answers.put(method, answer);
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

  private static WriteCommand write(int topologyId) {
    return answering(WriteCommand.class, "getTopologyId", topologyId);
  }

  private void hungNodeIsTakenForDeadAndComesBack() {
    interceptor.topologyChanges(List.of(SELF, OTHER, HUNG), List.of(SELF, OTHER), 8);
    interceptor.topologyChanges(List.of(SELF, OTHER), List.of(SELF, OTHER, HUNG), 12);
  }

  @Test
  void whatANodeBeganBeforeItWasTakenForDeadIsTriedAgainWithTheNextTopology() {
    hungNodeIsTakenForDeadAndComesBack();

    assertThatThrownBy(() -> from(HUNG, write(7)))
        .isSameAs(OutdatedTopologyException.RETRY_NEXT_TOPOLOGY);
  }

  @Test
  void whatItBeginsAfterwardsIsTaken() throws Throwable {
    hungNodeIsTakenForDeadAndComesBack();

    assertThat(from(HUNG, write(12))).isEqualTo("done");
  }

  @Test
  void writesOfMembersThatWereNeverLostAreTakenWhateverTheirTopology() throws Throwable {
    hungNodeIsTakenForDeadAndComesBack();

    assertThat(from(OTHER, write(7))).isEqualTo("done");
    assertThat(from(null, write(7))).isEqualTo("done");
  }

  @Test
  void aNodeThatWasOutItselfTakesNothingFromBefore() throws Throwable {
    interceptor.topologyChanges(List.of(SELF, OTHER, HUNG), List.of(OTHER, HUNG), 11);
    interceptor.topologyChanges(List.of(OTHER, HUNG), List.of(OTHER, HUNG, SELF), 12);

    assertThatThrownBy(() -> from(OTHER, write(7)))
        .isSameAs(OutdatedTopologyException.RETRY_NEXT_TOPOLOGY);
    assertThat(from(null, write(7))).isEqualTo("done");
    assertThat(from(OTHER, write(12))).isEqualTo("done");
  }

  @Test
  void itMayRead() throws Throwable {
    hungNodeIsTakenForDeadAndComesBack();

    assertThat(from(HUNG, answering(VisitableCommand.class, "", null))).isEqualTo("done");
  }
}
