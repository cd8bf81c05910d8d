package io.hikyaku.admin.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.eclipse.microprofile.config.ConfigProvider;

/** Variables of the server that this application reads, by MicroProfile Config. */
@ApplicationScoped
public class ServerSettings {

  private static final int DEFAULT_HTTPS_PORT = 9443;
  private static final int DEFAULT_METRIC_GROUPS = 200;
  private static final String KNOWN_PASSWORD = "changeit";

  @Inject private ServletContext context;

  /** Where the console is to be had. */
  public int httpsPort() {
    return value("hikyaku.https.port", Integer.class, DEFAULT_HTTPS_PORT);
  }

  /** Whether nobody has set another password than the one in the archive. */
  boolean keysHaveTheKnownPassword() {
    return value("hikyaku.tls.password", String.class, KNOWN_PASSWORD).equals(KNOWN_PASSWORD);
  }

  /** Whether callers on the same machine see the status without a user. */
  public boolean statusOpen() {
    return value("hikyaku.status.open", Boolean.class, true);
  }

  /** Groups that have metrics of their own; the others are added up. */
  public int metricGroups() {
    return value("hikyaku.metrics.groups", Integer.class, DEFAULT_METRIC_GROUPS);
  }

  /** Of the application, from its archive; empty if that does not say. */
  public String version() {
    try (InputStream in = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      String version =
          in == null
              ? null
              : new Manifest(in)
                  .getMainAttributes()
                  .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "" : version;
    } catch (IOException e) {
      return "";
    }
  }

  private static <T> T value(String name, Class<T> type, T otherwise) {
    return ConfigProvider.getConfig().getOptionalValue(name, type).orElse(otherwise);
  }
}
