package io.hikyaku.store.node;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.WhenCopiesMissing;
import io.hikyaku.store.commit.Router;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.page.PageRecord;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Refuses messages that have no room, no group, or not enough nodes for their copies. */
final class MemoryAdmission implements Router.Admission {

  private final StoreConfiguration configuration;
  private final LongSupplier storedBytes;
  private final IntSupplier nodes;
  private final GroupRegistry groups;
  private final GroupLimits limits;

  /**
   * @param storedBytes on this node now
   * @param nodes how many there are now
   */
  MemoryAdmission(
      StoreConfiguration configuration,
      LongSupplier storedBytes,
      IntSupplier nodes,
      GroupRegistry groups,
      GroupLimits limits) {
    this.configuration = configuration;
    this.groups = groups;
    this.limits = limits;
    this.storedBytes = storedBytes;
    this.nodes = nodes;
  }

  @Override
  public Runnable check(List<PageRecord> records, int bytes) {
    if (groups.anyDeleted()) {
      records.forEach(this::checkGroup);
    }
    checkMemory(bytes);
    checkCopies();
    return limits.admit(records);
  }

  private void checkMemory(int bytes) {
    long stored = storedBytes.getAsLong();
    long limit = configuration.memoryLimitBytes();
    if (stored + bytes > limit) {
      throw new StoreFullException(
          String.format(
              "not stored: the limit of %d bytes on node %s is reached (%d stored): let consumers"
                  + " catch up, or raise the memory limit",
              limit, configuration.nodeName(), stored));
    }
  }

  private void checkCopies() {
    boolean refuses = configuration.whenCopiesMissing() == WhenCopiesMissing.REFUSE;
    if (refuses && nodes.getAsInt() < configuration.copies()) {
      throw new NoBackupException(
          String.format(
              "not stored: %d copies are asked for and there are %d nodes: start more, or set"
                  + " whenCopiesMissing to continue",
              configuration.copies(), nodes.getAsInt()));
    }
  }

  private void checkGroup(PageRecord record) {
    Group group =
        record instanceof PageRecord.Enqueue enqueue ? groups.ofEpoch(enqueue.epoch()) : null;
    if (group != null && group.deleted()) {
      throw new UnknownGroupException("not stored: group '" + group.name() + "' was deleted");
    }
  }
}
