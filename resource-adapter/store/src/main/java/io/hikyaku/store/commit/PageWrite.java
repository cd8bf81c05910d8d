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
 */
record PageWrite(
    Lane lane,
    NamedPage page,
    List<Removal> removals,
    List<CommitRequest> requests,
    PageBatch batch) {}
