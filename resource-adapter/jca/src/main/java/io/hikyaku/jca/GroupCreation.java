package io.hikyaku.jca;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.QueueManagement;
import java.time.Duration;
import java.util.List;

/**
 * Makes the groups that the configuration names. One that cannot be made yet, as copies are
 * missing, is made later: the first node of a cluster must be able to start alone.
 */
final class GroupCreation {

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final QueueManagement management;
  private final Timers timers;

  GroupCreation(QueueManagement management, Timers timers) {
    this.management = management;
    this.timers = timers;
  }

  void create(List<GroupDefinition> definitions) {
    for (GroupDefinition definition : definitions) {
      create(definition, true);
    }
  }

  private void create(GroupDefinition definition, boolean firstTime) {
    try {
      management.createGroup(definition.name(), definition.settings());
    } catch (StoreUnavailableException
        | NoBackupException
        | StoreFullException
        | OutcomeUnknownException e) {
      if (firstTime) {
        OperatorMessage.GROUP_DELAYED.log(definition.name(), e.getMessage(), RETRY.toMillis());
      }
      timers.schedule(() -> create(definition, false), RETRY);
    } catch (QueueException e) {
      // it is there with other settings, which someone may have changed since
      OperatorMessage.GROUP_KEPT.log(definition.name(), e.getMessage());
    }
  }
}
