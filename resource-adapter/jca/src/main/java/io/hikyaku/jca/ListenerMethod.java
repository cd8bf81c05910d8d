package io.hikyaku.jca;

import io.hikyaku.api.QueueBatchListener;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;

/** The two listener interfaces, and the one that a bean implements. */
@SuppressWarnings("ImmutableEnumChecker") // nobody calls what could change a Method
enum ListenerMethod {
  ONE(QueueListener.class, "onMessage", ReceivedMessage.class),
  BATCH(QueueBatchListener.class, "onMessages", List.class);

  private final Class<?> type;
  private final Method method;

  ListenerMethod(Class<?> type, String name, Class<?> parameter) {
    this.type = type;
    try {
      this.method = type.getMethod(name, parameter);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("the API of another version is on the class path", e);
    }
  }

  /** That of the bean behind a factory (Jakarta Connectors 2.1 §13.4.3, getEndpointClass). */
  static ListenerMethod of(MessageEndpointFactory factory) {
    Class<?> bean = factory.getEndpointClass();
    return bean != null && BATCH.type.isAssignableFrom(bean) ? BATCH : ONE;
  }

  Method method() {
    return method;
  }

  /** How many messages the bean takes at once. */
  int batchSize(QueueActivationSpec spec) {
    return this == BATCH ? spec.getBatchSize() : 1;
  }

  /** Calls the bean. */
  void deliver(Object endpoint, List<ReceivedMessage> messages) {
    if (this == BATCH) {
      ((QueueBatchListener) endpoint).onMessages(messages);
    } else {
      ((QueueListener) endpoint).onMessage(messages.get(0));
    }
  }
}
