package io.hikyaku.jca;

import io.hikyaku.api.management.DeliveryManagement;
import io.hikyaku.api.management.DeliveryStatus;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The beans that are activated at the moment. Thread-safe. */
final class Activations implements DeliveryManagement {

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

  @Override
  public List<DeliveryStatus> list() {
    return active.values().stream()
        .map(Activation::status)
        .sorted(Comparator.comparing(DeliveryStatus::group).thenComparing(DeliveryStatus::bean))
        .toList();
  }

  @Override
  public int pause(String group, String reason) {
    return (int) of(group).filter(activation -> activation.pause(reason)).count();
  }

  @Override
  public int resume(String group) {
    return (int) of(group).filter(Activation::resume).count();
  }

  private Stream<Activation> of(String group) {
    return active.values().stream().filter(activation -> activation.group().equals(group));
  }

  /** Those that a server left active when it stops the adapter. */
  void stopAll() {
    for (Key key : active.keySet()) {
      stop(key.factory(), key.spec());
    }
  }
}
