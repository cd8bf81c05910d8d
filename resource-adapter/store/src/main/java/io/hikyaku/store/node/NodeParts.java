package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.commit.Router;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.page.PageRecord;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a unit of work needs of its node. */
interface NodeParts {

  StoreConfiguration configuration();

  Clock clock();

  GroupRegistry groups();

  Router router();

  Transactions transactions();

  Releases releases();

  FullWaits fullWaits();

  /** Stores records, trying until it is done. */
  CompletionStage<Void> appendForSure(int segment, List<PageRecord> records);

  MessageId nextId();

  /** The segment of a key: the same on every node. */
  int segmentOf(Group group, String key);

  /** A segment that is open here, or 0 if there is none. */
  int localSegment();
}
