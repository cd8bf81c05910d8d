package io.hikyaku.container;

import io.hikyaku.api.mapreduce.TaskFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Makes the classes of jobs as beans where they are, and by their constructors otherwise. */
@ApplicationScoped
public class InjectedTasks implements TaskFactory {

  @Inject @Any private Instance<Object> beans;

  @Override
  public Object make(String className) throws ReflectiveOperationException {
    Class<?> type = Class.forName(className, true, InjectedTasks.class.getClassLoader());
    Instance<?> found = beans.select(type);
    return found.isResolvable() ? found.get() : type.getDeclaredConstructor().newInstance();
  }

  @Override
  public void release(Object task) {
    beans.destroy(task);
  }
}
