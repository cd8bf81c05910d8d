package io.hikyaku.system.crash;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/**
 * Derby, whose resource ends the process as kill -9 does, before or after it prepares or commits,
 * when the system property {@link #PROPERTY} says so, or waits as long as {@link #HOLD} says so.
 */
public class CrashingDataSource implements XADataSource {

  /** {@code before-prepare}, {@code after-prepare}, {@code before-commit}, {@code after-commit}. */
  private static final String PROPERTY = "hikyaku.test.crash";

  /** Likewise. */
  private static final String HOLD = "hikyaku.test.hold";

  /** A test that failed lets go, too. */
  private static final long MAX_HOLD_MILLIS = 60_000;

  private final EmbeddedXADataSource derby = new EmbeddedXADataSource();

  public String getDatabaseName() {
    return derby.getDatabaseName();
  }

  /** It is made if it is not there. */
  public void setDatabaseName(String name) {
    derby.setDatabaseName(name);
    derby.setCreateDatabase("create");
  }

  @Override
  public XAConnection getXAConnection() throws SQLException {
    return wrap(derby.getXAConnection());
  }

  @Override
  public XAConnection getXAConnection(String user, String password) throws SQLException {
    return wrap(derby.getXAConnection(user, password));
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return derby.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter writer) throws SQLException {
    derby.setLogWriter(writer);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    derby.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return derby.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return derby.getParentLogger();
  }

  private static XAConnection wrap(XAConnection connection) {
    return proxy(
        XAConnection.class,
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          return result instanceof XAResource resource ? wrap(resource) : result;
        });
  }

  private static XAResource wrap(XAResource resource) {
    return proxy(
        XAResource.class,
        (method, arguments) -> {
          String step = method.getName().toLowerCase(Locale.ROOT);
          crashIf("before-" + step);
          holdIf("before-" + step);
          // Derby knows its own resources only
          Object result = step.equals("issamerm") ? false : method.invoke(resource, arguments);
          crashIf("after-" + step);
          return result;
        });
  }

  private static void crashIf(String point) {
    if (point.equals(System.getProperty(PROPERTY))) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static void holdIf(String point) {
    long deadline = System.currentTimeMillis() + MAX_HOLD_MILLIS;
    try {
      while (point.equals(System.getProperty(HOLD)) && System.currentTimeMillis() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Call {
    Object on(Method method, Object[] arguments)
        throws IllegalAccessException, InvocationTargetException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            CrashingDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.on(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
