package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Finds, shows, deletes and redrives messages wherever they are. Thread-safe; blocks. */
final class MessageAdministration {

  private static final int MAX_OFFSET = 1_000_000;
  private static final int MAX_LIMIT = 1000;

  /** Dead letters that one node is asked to move in one call. */
  private static final int REDRIVE_AT_ONCE = 500;

  private final Cluster cluster;
  private final MemberCalls members;
  private final Waiting waiting;

  MessageAdministration(Cluster cluster, MemberCalls members, Waiting waiting) {
    this.cluster = cluster;
    this.members = members;
    this.waiting = waiting;
  }

  Optional<MessageStatus> find(MessageId id) {
    Map<Member, byte[]> answers =
        members.askAll(question(NodeCall.FIND, id, ""), Function.identity());
    List<MessageStatus> found = new ArrayList<>();
    answers.forEach(
        (member, answer) -> {
          if (answer != null) {
            found.addAll(MessageStatusCodec.decode(answer, member.nodeName()).messages());
          }
        });
    if (found.isEmpty()) {
      allAnswered(id, answers);
    }
    return found.stream().findFirst();
  }

  /** What was not found may be where nobody answered. */
  private static void allAnswered(MessageId id, Map<Member, ?> answers) {
    answers.forEach(
        (member, answer) -> {
          if (answer == null) {
            throw new StoreUnavailableException(
                "message "
                    + id
                    + " was not found, but node "
                    + member.nodeName()
                    + " did not answer; try again");
          }
        });
  }

  List<MessageStatus> browse(String group, int offset, int limit) {
    range("offset", offset, 0, MAX_OFFSET);
    range("limit", limit, 1, MAX_LIMIT);
    return browse(
        cluster.members(),
        offset,
        limit,
        (member, skip, wanted) -> {
          byte[] question = question(NodeCall.BROWSE, skip, wanted, group);
          return MessageStatusCodec.decode(
              waiting.await(members.ask(member, question)), member.nodeName());
        });
  }

  /** Asks one member for a part of what it has. */
  @FunctionalInterface
  interface Part {
    MessageStatusCodec.Answer of(Member member, int skip, int wanted);
  }

  /** Goes from member to member until there is enough. */
  static List<MessageStatus> browse(List<Member> members, int offset, int limit, Part part) {
    List<MessageStatus> messages = new ArrayList<>();
    long skip = offset;
    for (Member member : members) {
      int wanted = limit - messages.size();
      if (wanted == 0) {
        break;
      }
      MessageStatusCodec.Answer answer = part.of(member, (int) skip, wanted);
      messages.addAll(answer.messages());
      if (answer.messages().size() < Math.min(wanted, answer.total() - skip)) {
        break; // the answer reached its limit in bytes: what follows would leave a gap
      }
      skip = Math.max(0, skip - answer.total());
    }
    return messages;
  }

  /** The whole body; each member says whether it has it, then the bytes. */
  Optional<byte[]> body(MessageId id) {
    Map<Member, byte[]> answers = members.askAll(NodeCall.BODY.with(id), Function.identity());
    for (byte[] answer : answers.values()) {
      if (answer != null && answer.length > 0) {
        return Optional.of(Arrays.copyOfRange(answer, 1, answer.length));
      }
    }
    allAnswered(id, answers);
    return Optional.empty();
  }

  boolean delete(String group, MessageId id) {
    Map<Member, Byte> answers =
        members.askAll(question(NodeCall.DELETE, id, group), answer -> answer[0]);
    if (answers.containsValue(ManagementCalls.DELETED)) {
      return true;
    } else if (answers.containsValue(ManagementCalls.IN_USE)) {
      throw new QueueException(
          "message " + id + " is not deleted: a consumer works on it; try again when it is back");
    }
    allAnswered(id, answers);
    return false;
  }

  int redrive(String group, int max) {
    range("max", max, 1, Integer.MAX_VALUE);
    int moved = 0;
    for (Member member : cluster.members()) {
      int now = -1;
      while (now != 0 && moved < max) {
        int wanted = Math.min(REDRIVE_AT_ONCE, max - moved);
        byte[] answer =
            waiting.await(members.ask(member, question(NodeCall.REDRIVE, wanted, 0, group)));
        now = ByteBuffer.wrap(Objects.requireNonNull(answer)).getInt();
        moved += now;
      }
    }
    return moved;
  }

  private static void range(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + ": must be from " + min + " to " + max);
    }
  }

  private static byte[] question(NodeCall call, MessageId id, String group) {
    byte[] name = group.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + 2 * Long.BYTES + name.length)
        .put(call.code())
        .putLong(id.writer())
        .putLong(id.sequence())
        .put(name)
        .array();
  }

  private static byte[] question(NodeCall call, int first, int second, String group) {
    byte[] name = group.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + 2 * Integer.BYTES + name.length)
        .put(call.code())
        .putInt(first)
        .putInt(second)
        .put(name)
        .array();
  }
}
