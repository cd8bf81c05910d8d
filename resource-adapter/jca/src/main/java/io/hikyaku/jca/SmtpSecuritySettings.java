package io.hikyaku.jca;

import io.hikyaku.smtp.server.RelayPolicy;
import jakarta.resource.spi.ConfigProperty;
import java.util.List;

/** The configuration properties that say from whom mail is taken, and for whom. */
public class SmtpSecuritySettings extends SmtpSettings {

  @ConfigProperty(
      description =
          "Domains that anyone may send mail to: example.org,.example.net (with a leading dot all"
              + " below it). To all others only who is in smtpAllowedNetworks or authenticated.")
  private String smtpOwnDomains = "";

  @ConfigProperty(
      description = "Networks that may send mail to any domain: 10.0.0.0/8,2001:db8::/32.",
      defaultValue = RelayPolicy.LOOPBACK)
  private String smtpAllowedNetworks = RelayPolicy.LOOPBACK;

  @ConfigProperty(
      description = "PEM file with the certificate of the server and those that vouch for it.")
  private String smtpTlsCertificate = "";

  @ConfigProperty(description = "PEM file with the private key, PKCS #8, not encrypted.")
  private String smtpTlsKey = "";

  @ConfigProperty(
      description =
          "File of users that may relay after AUTH: name:pbkdf2_sha256$iterations$salt$hash.")
  private String smtpUsersFile = "";

  @ConfigProperty(
      description = "SMTP sessions at one time of an address outside the allowed networks.",
      defaultValue = "100")
  private Integer smtpMaxConnectionsPerAddress = 100;

  public final String getSmtpOwnDomains() {
    return smtpOwnDomains;
  }

  public final void setSmtpOwnDomains(String smtpOwnDomains) {
    this.smtpOwnDomains = smtpOwnDomains;
  }

  public final String getSmtpAllowedNetworks() {
    return smtpAllowedNetworks;
  }

  public final void setSmtpAllowedNetworks(String smtpAllowedNetworks) {
    this.smtpAllowedNetworks = smtpAllowedNetworks;
  }

  public final String getSmtpTlsCertificate() {
    return smtpTlsCertificate;
  }

  public final void setSmtpTlsCertificate(String smtpTlsCertificate) {
    this.smtpTlsCertificate = smtpTlsCertificate;
  }

  public final String getSmtpTlsKey() {
    return smtpTlsKey;
  }

  public final void setSmtpTlsKey(String smtpTlsKey) {
    this.smtpTlsKey = smtpTlsKey;
  }

  public final String getSmtpUsersFile() {
    return smtpUsersFile;
  }

  public final void setSmtpUsersFile(String smtpUsersFile) {
    this.smtpUsersFile = smtpUsersFile;
  }

  public final Integer getSmtpMaxConnectionsPerAddress() {
    return smtpMaxConnectionsPerAddress;
  }

  public final void setSmtpMaxConnectionsPerAddress(Integer smtpMaxConnectionsPerAddress) {
    this.smtpMaxConnectionsPerAddress = smtpMaxConnectionsPerAddress;
  }

  @Override
  List<Object> values() {
    List<Object> values = super.values();
    values.add(smtpOwnDomains);
    values.add(smtpAllowedNetworks);
    values.add(smtpTlsCertificate);
    values.add(smtpTlsKey);
    values.add(smtpUsersFile);
    values.add(smtpMaxConnectionsPerAddress);
    return values;
  }
}
