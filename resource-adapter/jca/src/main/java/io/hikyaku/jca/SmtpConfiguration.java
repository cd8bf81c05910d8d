package io.hikyaku.jca;

import io.hikyaku.smtp.server.Authenticator;
import io.hikyaku.smtp.server.PasswordFile;
import io.hikyaku.smtp.server.RelayPolicy;
import io.hikyaku.smtp.server.ServerSecurity;
import io.hikyaku.smtp.server.SmtpServerConfiguration;
import io.hikyaku.smtp.tls.TlsContexts;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The properties of the mail listener in the words of the SMTP server. */
final class SmtpConfiguration {

  private static final int HIGHEST_PORT = 65535;

  private SmtpConfiguration() {}

  /** Reads them; empty if no mail is received. Faults are added to the list. */
  static Optional<SmtpServerConfiguration> of(SmtpSecuritySettings settings, List<String> faults) {
    int port = settings.getSmtpPort();
    if (port == 0) {
      return Optional.empty();
    }
    if (port < 0 || port > HIGHEST_PORT) {
      faults.add("smtpPort is " + port + ": from 1 to " + HIGHEST_PORT + ", or 0 for no mail");
    }
    int largest = settings.getSmtpMaxMessageBytes();
    if (largest > settings.getMaxBodyBytes()) {
      faults.add(
          "smtpMaxMessageBytes is "
              + largest
              + ": must be at most maxBodyBytes, which is "
              + settings.getMaxBodyBytes());
    }
    GroupDefinition.parse(settings.getSmtpGroup(), faults);
    String hostname =
        settings.getSmtpHostname().isBlank() ? HostName.get() : settings.getSmtpHostname();
    // a stop has the time of the store's stop and a quarter more
    Duration drain = Duration.ofMillis(Math.max(1, settings.getStopTimeoutMillis() / 4));
    SmtpServerConfiguration.Builder builder = SmtpServerConfiguration.builder();
    SmtpServerConfiguration configuration =
        builder
            .hostname(hostname)
            .bindAddress(settings.getSmtpBindAddress())
            .port(Math.min(Math.max(port, 0), HIGHEST_PORT))
            .maxMessageBytes(largest)
            .maxRecipients(settings.getSmtpMaxRecipients())
            .maxConnections(settings.getSmtpMaxConnections())
            .maxConnectionsPerAddress(settings.getSmtpMaxConnectionsPerAddress())
            .drainTimeout(drain)
            .security(security(settings, faults))
            .build();
    configuration.faults().forEach(fault -> faults.add("smtp: " + fault));
    return Optional.of(configuration);
  }

  private static ServerSecurity security(SmtpSecuritySettings settings, List<String> faults) {
    RelayPolicy relay =
        RelayPolicy.parse(settings.getSmtpOwnDomains(), settings.getSmtpAllowedNetworks(), faults);
    Optional<SslContext> tls = tls(settings, faults);
    Optional<Authenticator> users = Optional.empty();
    if (!settings.getSmtpUsersFile().isBlank()) {
      if (tls.isEmpty()) {
        faults.add(
            "smtpUsersFile is given, but not smtpTlsCertificate and smtpTlsKey: passwords are"
                + " taken under TLS only");
      }
      try {
        users = Optional.of(PasswordFile.read(Path.of(settings.getSmtpUsersFile())));
      } catch (IllegalArgumentException e) {
        faults.add("smtpUsersFile: " + e.getMessage());
      }
    }
    return new ServerSecurity(tls, users, relay);
  }

  private static Optional<SslContext> tls(SmtpSecuritySettings settings, List<String> faults) {
    String certificate = settings.getSmtpTlsCertificate();
    String key = settings.getSmtpTlsKey();
    if (certificate.isBlank() && key.isBlank()) {
      return Optional.empty();
    } else if (certificate.isBlank() || key.isBlank()) {
      faults.add("smtpTlsCertificate and smtpTlsKey: give both or neither");
      return Optional.empty();
    }
    try {
      return Optional.of(TlsContexts.server(Path.of(certificate), Path.of(key)));
    } catch (IllegalArgumentException e) {
      faults.add("smtpTlsCertificate: " + e.getMessage());
      return Optional.empty();
    }
  }
}
