package io.hikyaku.store.commit;

import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.Removal;
import java.util.List;

/**
 * A page on its way to its copies. Tried again with the same name and bytes until it is stored or
 * the segment is lost: the pages and the index must not differ.
 *
 * @param page null if there is nothing to store, only pages to remove
 * @param batch what it travels with
 * @param membersLost how often members had been lost when it was begun: of those that are lost
 *     meanwhile it is not known whether they have it
 */
record PageWrite(
    Lane lane,
    NamedPage page,
    List<Removal> removals,
    List<CommitRequest> requests,
    PageBatch batch,
    int membersLost) {}
