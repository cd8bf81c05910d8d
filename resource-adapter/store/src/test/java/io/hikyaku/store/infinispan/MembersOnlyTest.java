package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.Cluster.Table;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.protocols.pbcast.GMS;
import org.junit.jupiter.api.Test;

/** A node that the others took for dead and that does not know it: what it writes is not taken. */
class MembersOnlyTest extends ClusterTest {

  @Test
  void writesOfANodeThatIsNoMemberAnyMoreWaitUntilItIsOneAgain() throws Exception {
    InfinispanCluster here = node(0);
    InfinispanCluster expelled = node(1);
    awaitMembers(2, here, expelled);
    View both = here.channel().getView();
    Address self = here.channel().getAddress();
    GMS membership = here.channel().getProtocolStack().findProtocol(GMS.class);
    // the view changes at one of them only; that is what the other does not know
    membership.installView(View.create(self, both.getViewId().getId() + 10, self));
    awaitMembers(1, here);
    int segment =
        IntStream.range(0, expelled.segments())
            .filter(i -> expelled.self().equals(expelled.placement().primary(i)))
            .findFirst()
            .orElseThrow();
    PageName name = page(expelled, segment, 1);

    CompletableFuture<Void> page =
        expelled.write(List.of(new NamedPage(name, bytes(name))), List.of()).toCompletableFuture();
    CompletableFuture<Void> entry =
        expelled.table(Table.INTENTS).put("late", new byte[] {1}).toCompletableFuture();

    await("it hears nothing")
        .during(Duration.ofSeconds(1))
        .until(() -> !page.isDone() && !entry.isDone());
    assertThat(stored(here, segment)).isEmpty();
    assertThat(here.table(Table.INTENTS).get("late")).isNull();
  }
}
