package io.hikyaku.store.tuple;

import io.hikyaku.store.cluster.BlockName;
import java.util.ArrayList;
import java.util.List;

/**
 * What one attempt wrote into one partition of a group.
 *
 * @param blocks how many; their sequence numbers begin with 0
 * @param tuples how many
 * @param bytes of the blocks
 */
record Part(Attempt attempt, int partition, int blocks, long tuples, long bytes) {

  List<BlockName> names(TupleGroup group) {
    int segment = group.segment(partition);
    List<BlockName> names = new ArrayList<>(blocks);
    for (int sequence = 0; sequence < blocks; sequence++) {
      names.add(
          new BlockName(
              segment, group.epoch(), partition, attempt.writer(), attempt.number(), sequence));
    }
    return names;
  }
}
