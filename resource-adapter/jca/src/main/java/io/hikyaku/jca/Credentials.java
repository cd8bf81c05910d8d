package io.hikyaku.jca;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Objects;
import javax.security.auth.Subject;

/**
 * Who somebody says that he is.
 *
 * @param user empty for nobody in particular
 */
record Credentials(String user, String password) {

  Credentials {
    user = Objects.requireNonNullElse(user, "");
    password = Objects.requireNonNullElse(password, "");
  }

  boolean isAnonymous() {
    return user.isEmpty();
  }

  /**
   * Those of a request (Jakarta Connectors 2.1 §9.1.8): the container's for this factory, else what
   * the application gave, else the factory's own.
   *
   * @param subject null if the container does not sign on
   * @param info null for none, as in recovery
   */
  static Credentials of(
      Subject subject,
      ConnectionRequestInfo info,
      ManagedConnectionFactory factory,
      Credentials own) {
    if (subject != null) {
      for (PasswordCredential one : subject.getPrivateCredentials(PasswordCredential.class)) {
        if (factory.equals(one.getManagedConnectionFactory())) {
          return new Credentials(one.getUserName(), String.valueOf(one.getPassword()));
        }
      }
    }
    return info instanceof QueueConnectionRequestInfo request
            && !request.credentials().isAnonymous()
        ? request.credentials()
        : own;
  }

  /** Without the password: requests are logged by servers. */
  @Override
  public String toString() {
    return isAnonymous() ? "anonymous" : "user " + user;
  }
}
