package io.hikyaku.jca;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The beans that are activated at the moment. Thread-safe. */
final class Activations {

  private final Map<Key, Activation> active = new ConcurrentHashMap<>();

  /** A bean is told by both (Jakarta Connectors 2.1 §13.4.4). */
  private record Key(MessageEndpointFactory factory, ActivationSpec spec) {}

  void start(AdapterRuntime runtime, MessageEndpointFactory factory, QueueActivationSpec spec) {
    Activation activation = new Activation(runtime, factory, spec);
    // listed before it starts: its deactivation may come meanwhile
    Activation before = active.put(new Key(factory, spec), activation);
    if (before != null) {
      before.stop();
    }
    activation.start();
  }

  /** Does nothing for what is not there: a server may deactivate what failed to activate. */
  void stop(MessageEndpointFactory factory, ActivationSpec spec) {
    Activation activation = active.remove(new Key(factory, spec));
    if (activation != null) {
      activation.stop();
    }
  }

  /** Those that a server left active when it stops the adapter. */
  void stopAll() {
    for (Key key : active.keySet()) {
      stop(key.factory(), key.spec());
    }
  }
}
