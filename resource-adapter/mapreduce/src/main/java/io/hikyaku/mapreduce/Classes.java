package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.TaskFactory;

/** Makes the objects that a definition names. */
final class Classes {

  private final TaskFactory factory;

  Classes(TaskFactory factory) {
    this.factory = factory;
  }

  /**
   * An object of a class of the application.
   *
   * @throws IllegalStateException naming the class and what is wrong with it
   */
  <T> T make(String className, Class<T> type) {
    Object made;
    try {
      made = factory.make(className);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "class "
              + className
              + " cannot be made here ("
              + e
              + "): is the application with it deployed on this node?",
          e);
    }
    if (!type.isInstance(made)) {
      throw new IllegalStateException(className + " is no " + type.getName());
    }
    return type.cast(made);
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

  void release(Object task) {
    factory.release(task);
  }
}
