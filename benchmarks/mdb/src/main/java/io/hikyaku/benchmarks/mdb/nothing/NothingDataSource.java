package io.hikyaku.benchmarks.mdb.nothing;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A second resource that agrees to everything at once: what two phases cost the transaction manager
 * and the first resource, and nothing else.
 */
public final class NothingDataSource implements XADataSource {

  @Override
  public XAConnection getXAConnection() {
    return nothing(XAConnection.class);
  }

  @Override
  public XAConnection getXAConnection(String user, String password) {
    return nothing(XAConnection.class);
  }

  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            NothingDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer(self, method, arguments)));
  }

  private static Object answer(Object self, Method method, Object[] arguments) {
    Class<?> type = method.getReturnType();
    return switch (method.getName()) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "prepare" -> self instanceof XAResource ? (Object) XAResource.XA_OK : null;
      case "recover" -> new Xid[0];
      case "isValid" -> true;
      default -> plain(type);
    };
  }

  private static Object plain(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == String.class) {
      return "nothing";
    }
    return type.isInterface()
            && type.getName().matches("java\\.sql\\.Conn.*|.*MetaData|.*XAResource")
        ? nothing(type)
        : null;
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter writer) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }
}
