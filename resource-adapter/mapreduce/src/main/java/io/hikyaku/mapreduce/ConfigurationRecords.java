package io.hikyaku.mapreduce;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a configuration into a record. */
final class ConfigurationRecords {

  private ConfigurationRecords() {}

  static <R extends Record> R read(Map<String, String> configuration, Class<R> type) {
    List<String> faults = new ArrayList<>();
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      String text = configuration.get(name);
      try {
        if (text == null) {
          faults.add(name + " is missing");
        } else {
          arguments[i] = value(text, components[i].getType());
        }
      } catch (RuntimeException e) {
        faults.add(name + " is '" + text + "': no " + components[i].getType().getSimpleName());
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("configuration: " + String.join("; ", faults));
    }
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("configuration: " + type.getName() + ": " + e, e);
    }
  }

  private static Object value(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Integer.valueOf(text);
    } else if (type == long.class) {
      return Long.valueOf(text);
    } else if (type == double.class) {
      return Double.valueOf(text);
    } else if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    } else if (type == Duration.class) {
      return Duration.parse(text);
    }
    throw new IllegalArgumentException("of no type that is read");
  }
}
