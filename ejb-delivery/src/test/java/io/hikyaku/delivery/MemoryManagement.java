package io.hikyaku.delivery;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.KeyStatus;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** As much of a store's management as mail asks for, in memory. */
final class MemoryManagement {

  private record Key(String group, MessageId id) {}

  private final Map<Key, Message> messages = new LinkedHashMap<>();
  private long sequence;

  /** Domains for which a retry was asked. */
  final List<String> retried = new ArrayList<>();

  /** Those made. */
  final Set<String> groups = new TreeSet<>();

  /** Whether all groups have as many messages as they may. */
  boolean full;

  QueueManagement management() {
    return (QueueManagement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {QueueManagement.class}, this::call);
  }

  MessageId send(String group, Message message) {
    MessageId id = new MessageId(3, ++sequence);
    messages.put(new Key(group, id), message);
    return id;
  }

  List<Message> of(String group) {
    List<Message> some = new ArrayList<>();
    messages.forEach(
        (key, message) -> {
          if (key.group().equals(group)) {
            some.add(message);
          }
        });
    return some;
  }

  @SuppressWarnings("unchecked")
  private Object call(Object proxy, Method method, Object[] arguments) {
    String group = arguments != null && arguments[0] instanceof String name ? name : "";
    return switch (method.getName()) {
      case "createGroup" -> {
        boolean unused = groups.add(group);
        yield null;
      }
      case "groups" -> groups.stream().map(this::status).toList();
      case "browse" -> statuses(group, "");
      case "search" -> statuses(group, (String) arguments[1]);
      case "keys" -> {
        List<KeyStatus> keys =
            of(group).stream()
                .map(
                    message ->
                        new KeyStatus(
                            message.key().orElse(""), 0, 1, 0, message.body().length, Mails.NOW))
                .toList();
        yield new GroupKeys(keys, keys.size(), keys.size());
      }
      case "body" ->
          messages.entrySet().stream()
              .filter(entry -> entry.getKey().id().equals(arguments[0]))
              .map(entry -> entry.getValue().body())
              .findFirst();
      case "delete" -> messages.remove(new Key(group, (MessageId) arguments[1])) != null;
      case "deliverNow" -> {
        retried.add((String) arguments[1]);
        yield 1;
      }
      case "replace" -> {
        if (messages.remove(new Key(group, (MessageId) arguments[1])) == null) {
          yield Optional.empty();
        }
        List<MessageId> ids = new ArrayList<>();
        ((Map<String, List<Message>>) arguments[2])
            .forEach((to, some) -> some.forEach(message -> ids.add(send(to, message))));
        yield Optional.of(ids);
      }
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private GroupStatus status(String name) {
    GroupSettings settings = GroupSettings.spread().withLimits(10, 0);
    return new GroupStatus(
        name, settings, false, full ? 10 : 9, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private List<MessageStatus> statuses(String group, String text) {
    List<MessageStatus> statuses = new ArrayList<>();
    messages.forEach(
        (key, message) -> {
          boolean found =
              message.key().orElse("").contains(text)
                  || message.headers().values().stream().anyMatch(value -> value.contains(text));
          if (key.group().equals(group) && found) {
            statuses.add(
                new MessageStatus(
                    key.id(),
                    group,
                    MessageStatus.State.DELAYED,
                    0,
                    Mails.NOW,
                    message.deliverAt(),
                    Optional.<Instant>empty(),
                    "n",
                    message.key(),
                    message.headers(),
                    message.body().length,
                    Arrays.copyOf(message.body(), Math.min(message.body().length, 1024))));
          }
        });
    return statuses;
  }
}
