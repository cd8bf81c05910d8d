package io.hikyaku.api.mapreduce;

/** Makes the objects of a job's classes: by an application's class loader and injection. */
@FunctionalInterface
public interface TaskFactory {

  /**
   * Makes an object.
   *
   * @throws ReflectiveOperationException if there is no such class, or it cannot be made
   */
  Object make(String className) throws ReflectiveOperationException;

  /** Called once for each object that was made, when its step has ended. */
  default void release(Object task) {}

  /** A factory that uses constructors without arguments. */
  static TaskFactory of(ClassLoader loader) {
    return className ->
        Class.forName(className, true, loader).getDeclaredConstructor().newInstance();
  }
}
