package io.hikyaku.store.infinispan;

import io.hikyaku.store.cluster.ClusterListener;
import io.hikyaku.store.cluster.PageName;
import java.util.Map;
import org.infinispan.commands.FlagAffectedCommand;
import org.infinispan.commands.functional.WriteOnlyManyEntriesCommand;
import org.infinispan.commands.write.PutKeyValueCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.context.impl.FlagBitSets;
import org.infinispan.interceptors.BaseCustomAsyncInterceptor;

/**
 * Tells of pages that are stored here, while this member is the primary of their segment. Stands
 * outside the interceptor that commits, so a page is in the container when it is told of.
 *
 * <p>An interceptor and not a cache listener, because listeners are not told of what comes by state
 * transfer or by the resolution of conflicts after a split; and because a listener makes an event
 * object for each write, where this compares a number.
 */
final class ArrivalInterceptor extends BaseCustomAsyncInterceptor {

  private final TopologyWatcher topology;
  private final Notifier notifier;
  private final PageStore pages;

  ArrivalInterceptor(PageStore pages, TopologyWatcher topology, Notifier notifier) {
    this.pages = pages;
    this.topology = topology;
    this.notifier = notifier;
  }

  @Override
  public Object visitPutKeyValueCommand(InvocationContext context, PutKeyValueCommand command)
      throws Throwable {
    return invokeNextThenAccept(
        context, command, (ctx, put, value) -> arrived(put, put.getKey(), put.getValue()));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Object visitWriteOnlyManyEntriesCommand(
      InvocationContext context, WriteOnlyManyEntriesCommand command) throws Throwable {
    return invokeNextThenAccept(
        context,
        command,
        (ctx, update, value) -> {
          Map<?, ?> arguments = update.getArguments();
          arguments.forEach((name, page) -> arrived(update, name, page));
        });
  }

  private void arrived(FlagAffectedCommand command, Object storedKey, Object value) {
    ClusterListener listener = notifier.listener();
    byte[] bytes = PageKeyPartitioner.bytes(value);
    if (listener == null || bytes.length == 0) {
      return;
    }
    byte[] key = PageKeyPartitioner.bytes(storedKey);
    boolean transferred = command.hasAnyFlag(FlagBitSets.PUT_FOR_STATE_TRANSFER);
    // a writer stores the page behind its parts, only a transfer may bring them in any order
    if ((EntryName.isPart(key) && !transferred) || !topology.concerns(PageName.segmentOf(key))) {
      return;
    }
    pages.of(key, bytes).ifPresent(listener::pageArrived);
  }
}
