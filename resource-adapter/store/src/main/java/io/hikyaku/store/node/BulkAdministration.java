package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.BulkManagement;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks all members to work on the messages they have: see {@link BulkCalls}. */
final class BulkAdministration implements BulkManagement {

  private static final int MAX_LIMIT = 1000;
  private static final byte[] NOTHING = {};

  private final Cluster cluster;
  private final GroupRegistry groups;
  private final MemberCalls members;
  private final Waiting waiting;

  BulkAdministration(Cluster cluster, GroupRegistry groups, MemberCalls members, Waiting waiting) {
    this.cluster = cluster;
    this.groups = groups;
    this.members = members;
    this.waiting = waiting;
  }

  @Override
  public List<MessageId> select(String group, Optional<String> deadReason) {
    List<MessageId> ids = new ArrayList<>();
    for (byte[] answer : ask(question(NodeCall.SELECT, group, deadReason.orElse(""), NOTHING))) {
      ids.addAll(NodeCall.getIds(ByteBuffer.wrap(answer), answer.length / (2 * Long.BYTES)));
    }
    return ids;
  }

  @Override
  public int move(String group, List<MessageId> ids, Optional<String> target) {
    if (ids.size() > MAX_AT_ONCE) {
      throw new IllegalArgumentException(
          ids.size() + " messages at once: up to " + MAX_AT_ONCE + " are allowed");
    }
    target.ifPresent(groups::require);
    ByteBuffer names = ByteBuffer.allocate(ids.size() * 2 * Long.BYTES);
    NodeCall.putIds(names, ids);
    byte[] question = question(NodeCall.MOVE, group, target.orElse(""), names.array());
    int moved = 0;
    for (byte[] answer : ask(question)) {
      moved += ByteBuffer.wrap(answer).getInt();
    }
    return moved;
  }

  @Override
  public Map<String, Long> deadReasons(String group) {
    Map<String, Long> counts = new HashMap<>();
    for (byte[] answer : ask(question(NodeCall.REASONS, group, "", NOTHING))) {
      ByteBuffer in = ByteBuffer.wrap(answer);
      while (in.hasRemaining()) {
        byte[] reason = new byte[in.getInt()];
        in.get(reason);
        counts.merge(new String(reason, UTF_8), in.getLong(), Long::sum);
      }
    }
    return counts;
  }

  @Override
  public List<MessageStatus> browseDead(String group, String reason, int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "offset is " + offset + " and limit " + limit + ": 0 or more, and 1 to " + MAX_LIMIT);
    }
    return MessageAdministration.browse(
        cluster.members(),
        offset,
        limit,
        (member, skip, wanted) -> {
          byte[] range = ByteBuffer.allocate(2 * Integer.BYTES).putInt(skip).putInt(wanted).array();
          byte[] question = question(NodeCall.BROWSE_DEAD, group, reason, range);
          return MessageStatusCodec.decode(
              waiting.await(members.ask(member, question)), member.nodeName());
        });
  }

  /** All members must answer: what one of them has must not be taken for gone. */
  private List<byte[]> ask(byte[] question) {
    Map<Member, CompletionStage<byte[]>> asked = new LinkedHashMap<>();
    for (Member member : cluster.members()) {
      asked.put(member, members.ask(member, question));
    }
    return asked.values().stream().map(waiting::await).toList();
  }

  private byte[] question(NodeCall call, String group, String text, byte[] more) {
    byte[] name = groups.require(group).name().getBytes(UTF_8);
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + 2 * Integer.BYTES + name.length + bytes.length + more.length)
        .put(call.code())
        .putInt(name.length)
        .put(name)
        .putInt(bytes.length)
        .put(bytes)
        .put(more)
        .array();
  }
}
