package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.KeyStatus;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.store.cluster.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Looks at keys and at what is in messages, and replaces messages. Thread-safe; blocks. */
final class KeyAdministration {

  private static final int MAX_FOUND = 1000;

  private final MemberCalls members;
  private final Waiting waiting;

  KeyAdministration(MemberCalls members, Waiting waiting) {
    this.members = members;
    this.waiting = waiting;
  }

  GroupKeys keys(String group) {
    List<GroupKeys> answers =
        members.askAll(NodeCall.KEYS.with(group), KeyCodec::decode).values().stream()
            .filter(Objects::nonNull)
            .toList();
    Map<String, KeyStatus> sums = new LinkedHashMap<>();
    answers.forEach(
        answer -> answer.keys().forEach(key -> sums.merge(key.key(), key, KeyStatus::plus)));
    return new GroupKeys(
        sums.values().stream()
            .sorted(Comparator.comparingLong(KeyStatus::depth).reversed())
            .toList(),
        answers.stream().mapToLong(GroupKeys::counted).sum(),
        answers.stream().mapToLong(GroupKeys::total).sum());
  }

  int deliverNow(String group, String key) {
    return members
        .askAll(question(NodeCall.DELIVER_NOW, group, key, 0), KeyAdministration::number)
        .values()
        .stream()
        .filter(Objects::nonNull)
        .mapToInt(number -> number)
        .sum();
  }

  List<MessageStatus> search(String group, String text, int limit) {
    if (limit < 1 || limit > MAX_FOUND) {
      throw new IllegalArgumentException("limit is " + limit + ": must be from 1 to " + MAX_FOUND);
    }
    List<MessageStatus> found = new ArrayList<>();
    for (Map.Entry<Member, byte[]> answer :
        members
            .askAll(question(NodeCall.SEARCH, group, text, limit), Function.identity())
            .entrySet()) {
      String node = answer.getKey().nodeName();
      if (answer.getValue() == null) {
        throw new StoreUnavailableException(
            "node " + node + " did not answer in time: what it holds was not searched; try again");
      }
      found.addAll(MessageStatusCodec.decode(answer.getValue(), node).messages());
    }
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  Optional<List<MessageId>> replace(String group, MessageId id, Map<String, List<Message>> by) {
    Map<Member, Boolean> holders =
        members.askAll(
            NodeCall.FIND.with(id), answer -> MessageStatusCodec.decode(answer, "").total() > 0);
    for (Map.Entry<Member, Boolean> holder : holders.entrySet()) {
      if (holder.getValue() != null && holder.getValue()) {
        byte[] name = group.getBytes(UTF_8);
        byte[] messages = ReplacementCodec.encode(by);
        byte[] question =
            ByteBuffer.allocate(1 + 2 * Long.BYTES + Integer.BYTES + name.length + messages.length)
                .put(NodeCall.REPLACE.code())
                .putLong(id.writer())
                .putLong(id.sequence())
                .putInt(name.length)
                .put(name)
                .put(messages)
                .array();
        return ids(waiting.await(members.ask(holder.getKey(), question)));
      }
    }
    if (holders.containsValue(null)) {
      throw new StoreUnavailableException(
          "message " + id + " was not found, but not all nodes answered; try again");
    }
    return Optional.empty();
  }

  /** Whether it was done, then the ids. */
  private static Optional<List<MessageId>> ids(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    return in.get() == 0
        ? Optional.empty()
        : Optional.of(NodeCall.getIds(in, in.remaining() / (2 * Long.BYTES)));
  }

  private static int number(byte[] answer) {
    return ByteBuffer.wrap(answer).getInt();
  }

  private static byte[] question(NodeCall call, String group, String text, int number) {
    byte[] name = group.getBytes(UTF_8);
    byte[] more = text.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + 2 * Integer.BYTES + name.length + more.length)
        .put(call.code())
        .putInt(number)
        .putInt(name.length)
        .put(name)
        .put(more)
        .array();
  }
}
