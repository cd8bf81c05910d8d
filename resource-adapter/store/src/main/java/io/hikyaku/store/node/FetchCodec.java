package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.Lease;
import io.hikyaku.store.index.MessageLease;
import io.hikyaku.store.page.PageCodec;
import io.hikyaku.store.page.PageRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Messages that one member asks another for.
 *
 * <pre>
 * request: FETCH:byte epoch:long max:int check:byte count:int { writer:long sequence:long }
 * answer:  count:int { segment:int opened at version:int deliveries:int } page
 * </pre>
 *
 * The page holds the messages in the same order. An answer of no bytes is one of no messages.
 */
final class FetchCodec {

  /**
   * What is asked for.
   *
   * @param epoch of the group
   * @param known if not null: what the asking member works on, as an answer to it may be lost
   */
  record Request(long epoch, int max, Collection<MessageId> known) {}

  /**
   * A message that is lent.
   *
   * @param openedAt version of the placement at which its primary opened its segment
   */
  record Lent(int segment, int openedAt, int deliveries, PageRecord.Enqueue record) {}

  private static final int ID_BYTES = 2 * Long.BYTES;
  private static final byte[] NOTHING = {};

  private FetchCodec() {}

  static byte[] encode(Request request) {
    Collection<MessageId> known = request.known() == null ? List.of() : request.known();
    ByteBuffer buffer =
        ByteBuffer.allocate(2 + Long.BYTES + 2 * Integer.BYTES + known.size() * ID_BYTES);
    buffer.put(NodeCall.FETCH.code()).putLong(request.epoch()).putInt(request.max());
    buffer.put((byte) (request.known() == null ? 0 : 1)).putInt(known.size());
    NodeCall.putIds(buffer, known);
    return buffer.array();
  }

  /** Reads a request, from behind the code of the call. */
  static Request decode(ByteBuffer buffer) {
    long epoch = buffer.getLong();
    int max = buffer.getInt();
    boolean check = buffer.get() == 1;
    List<MessageId> known = NodeCall.getIds(buffer, buffer.getInt());
    return new Request(epoch, max, check ? known : null);
  }

  static byte[] encode(List<Lease> leases, IntUnaryOperator openedAt) {
    if (leases.isEmpty()) {
      return NOTHING;
    }
    List<PageRecord> records = new ArrayList<>(leases.size());
    leases.forEach(lease -> records.add(((MessageLease) lease).record()));
    byte[] page = PageCodec.encode(List.of(), records);
    ByteBuffer buffer = ByteBuffer.allocate((1 + 3 * leases.size()) * Integer.BYTES + page.length);
    buffer.putInt(leases.size());
    for (Lease lease : leases) {
      MessageLease own = (MessageLease) lease;
      buffer.putInt(own.segment()).putInt(openedAt.applyAsInt(own.segment()));
      buffer.putInt(own.deliveryCount());
    }
    return buffer.put(page).array();
  }

  static List<Lent> decodeAnswer(byte[] answer) {
    if (answer.length == 0) {
      return List.of();
    }
    ByteBuffer buffer = ByteBuffer.wrap(answer);
    int count = buffer.getInt();
    byte[] page = new byte[answer.length - (1 + 3 * count) * Integer.BYTES];
    buffer.get((1 + 3 * count) * Integer.BYTES, page);
    List<PageRecord> records = PageCodec.decode(page);
    List<Lent> lent = new ArrayList<>(count);
    for (PageRecord record : records) {
      int segment = buffer.getInt();
      int openedAt = buffer.getInt();
      lent.add(new Lent(segment, openedAt, buffer.getInt(), (PageRecord.Enqueue) record));
    }
    return lent;
  }
}
