package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.TaskFactory;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes the objects that an attempt at a step needs, and releases them. Used by its thread. */
final class Classes implements AutoCloseable {

  private final TaskFactory factory;
  private final Deque<Object> made = new ArrayDeque<>();

  Classes(TaskFactory factory) {
    this.factory = factory;
  }

  /**
   * An object of a class of the application.
   *
   * @throws IllegalStateException naming the class and what is wrong with it
   */
  <T> T make(String className, Class<T> type) {
    Object object;
    try {
      object = factory.make(className);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "class "
              + className
              + " cannot be made here ("
              + e
              + "): is the application with it deployed on this node?",
          e);
    }
    made.push(object);
    if (!type.isInstance(object)) {
      throw new IllegalStateException(className + " is no " + type.getName());
    }
    return type.cast(object);
  }

  /** A serializer, of which nobody knows the type any more but the tasks that use it. */
  @SuppressWarnings("unchecked")
  <T> Serializer<T> serializer(String className) {
    if (className.startsWith(Serializer.class.getPackageName())) {
      try {
        return Class.forName(className)
            .asSubclass(Serializer.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("no serializer " + className, e);
      }
    }
    return make(className, Serializer.class);
  }

  /** Releases all that was made, the last one first; one that cannot be does not keep others. */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!made.isEmpty()) {
      try {
        factory.release(made.pop());
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
