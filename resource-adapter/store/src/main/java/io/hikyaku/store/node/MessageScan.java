package io.hikyaku.store.node;

import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.store.cluster.Cluster;
import io.hikyaku.store.cluster.Member;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Goes through all messages of a group, wherever they are, and disturbs none: first each member
 * names those that it has, then they are read, about a megabyte at a time. Thread-safe; blocks.
 */
final class MessageScan {

  /** Messages that one scan goes through. */
  static final int MAX_MESSAGES = 1_000_000;

  /** Messages asked for in one call. */
  private static final int AT_ONCE = 500;

  /** How often the names are asked for again because segments moved meanwhile. */
  private static final int ATTEMPTS = 10;

  private final Cluster cluster;
  private final GroupRegistry groups;
  private final MemberCalls members;
  private final Waiting waiting;

  MessageScan(Cluster cluster, GroupRegistry groups, MemberCalls members, Waiting waiting) {
    this.cluster = cluster;
    this.groups = groups;
    this.members = members;
    this.waiting = waiting;
  }

  /** Gives an action all messages that are there when this begins and not consumed meanwhile. */
  void run(String group, Consumer<ReceivedMessage> action) {
    Map<Member, Set<MessageId>> names = names(groups.require(group).name());
    Set<MessageId> left = new LinkedHashSet<>();
    names.forEach((member, ids) -> left.addAll(read(member, group, ids, action)));
    // of those that went to another member since
    for (Member member : cluster.members()) {
      if (!left.isEmpty()) {
        left.retainAll(read(member, group, Set.copyOf(left), action));
      }
    }
  }

  /** The names of all messages, each once. */
  private Map<Member, Set<MessageId>> names(String group) {
    for (int attempt = 1; ; attempt++) {
      int version = cluster.placement().version();
      Map<Member, CompletionStage<byte[]>> asked = new LinkedHashMap<>();
      cluster
          .members()
          .forEach(member -> asked.put(member, members.ask(member, NodeCall.NAMES.with(group))));
      Map<Member, Set<MessageId>> names = new LinkedHashMap<>();
      Set<MessageId> seen = new LinkedHashSet<>();
      asked.forEach(
          (member, answer) -> {
            byte[] bytes = waiting.await(answer);
            int count = bytes.length / ScanCodec.ID_BYTES;
            List<MessageId> ids = NodeCall.getIds(ByteBuffer.wrap(bytes), count);
            Set<MessageId> own = new LinkedHashSet<>(ids);
            own.removeIf(id -> !seen.add(id));
            names.put(member, own);
          });
      if (seen.size() > MAX_MESSAGES) {
        throw new QueueException(
            "group '"
                + group
                + "' has more than "
                + MAX_MESSAGES
                + " messages: let a job with a queue source consume them instead");
      }
      if (version == cluster.placement().version() || attempt == ATTEMPTS) {
        return names;
      }
    }
  }

  /** Those that are not there are given back. */
  private Set<MessageId> read(
      Member member, String group, Set<MessageId> wanted, Consumer<ReceivedMessage> action) {
    List<MessageId> ids = List.copyOf(wanted);
    Set<MessageId> missing = new LinkedHashSet<>(ids);
    int at = 0;
    while (at < ids.size()) {
      List<MessageId> some = ids.subList(at, Math.min(ids.size(), at + AT_ONCE));
      byte[] bytes;
      try {
        bytes = waiting.await(members.ask(member, ScanCodec.read(group, some)));
      } catch (QueueException e) {
        if (cluster.members().contains(member)) {
          throw e;
        }
        return missing; // it left: others have what it had
      }
      ScanCodec.Answer answer = ScanCodec.decode(bytes, group);
      for (ReceivedMessage message : answer.messages()) {
        if (missing.remove(message.id())) {
          action.accept(message);
        }
      }
      at += answer.handled();
    }
    return missing;
  }
}
