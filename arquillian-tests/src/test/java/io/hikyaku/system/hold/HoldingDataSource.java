package io.hikyaku.system.hold;

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
 * Derby, whose resource waits before or after it prepares or commits, as long as the system
 * property {@link #PREFIX} with the number of the calling thread says so: {@code before-prepare},
 * {@code after-prepare}, {@code before-commit}, {@code after-commit}. While it waits, {@link
 * #REACHED} stands behind that.
 */
public class HoldingDataSource implements XADataSource {

  private static final String PREFIX = "hikyaku.test.hold.";
  private static final String REACHED = " reached";

  /** A test that failed lets go, too. */
  private static final long MAX_HOLD_MILLIS = 120_000;

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
          holdIf("before-" + step);
          // Derby knows its own resources only
          Object result = step.equals("issamerm") ? false : method.invoke(resource, arguments);
          holdIf("after-" + step);
          return result;
        });
  }

  private static void holdIf(String point) {
    String property = PREFIX + Thread.currentThread().getId();
    if (!point.equals(System.getProperty(property))) {
      return;
    }
    System.setProperty(property, point + REACHED);
    long deadline = System.currentTimeMillis() + MAX_HOLD_MILLIS;
    try {
      while (System.getProperty(property) != null && System.currentTimeMillis() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.clearProperty(property);
  }

  private interface Call {
    Object on(Method method, Object[] arguments)
        throws IllegalAccessException, InvocationTargetException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            HoldingDataSource.class.getClassLoader(),
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
