package io.hikyaku.admin.http;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Says at the start that the keys of certificate and sessions stand under the known password. */
@Singleton
@Startup
public class KeyPasswordCheck {

  private static final Logger LOG = System.getLogger("io.hikyaku.admin");

  @Inject private ServerSettings settings;

  @PostConstruct
  void check() {
    if (settings.httpsPort() > 0 && settings.keysHaveTheKnownPassword()) {
      LOG.log(
          Level.WARNING,
          "HIKYAKU3005W: the keys of this node's certificate and sessions stand under the password"
              + " that every installation has: set hikyaku.tls.password, and remove the key store"
              + " if it was made with the old one");
    }
  }
}
