package io.hikyaku.jca;

import jakarta.resource.spi.ConfigProperty;
import java.util.List;

/** The configuration properties of the mail listener. */
public class SmtpSettings extends StoreSettings {

  @ConfigProperty(description = "Port on which mail is received. 0: none is.", defaultValue = "0")
  private Integer smtpPort = 0;

  @ConfigProperty(
      description = "Address on which mail is received; 0.0.0.0 for all.",
      defaultValue = "127.0.0.1")
  private String smtpBindAddress = "127.0.0.1";

  @ConfigProperty(
      description = "Name in the greeting and in Received fields. Empty: the host name.")
  private String smtpHostname = "";

  @ConfigProperty(
      description =
          "Group that received mail is sent to; made as a spread group if it is not " + "there.",
      defaultValue = "mail")
  private String smtpGroup = "mail";

  @ConfigProperty(
      description = "The largest mail that is taken; at most maxBodyBytes.",
      defaultValue = "10240000")
  private Integer smtpMaxMessageBytes = 10_240_000;

  @ConfigProperty(description = "Recipients of one mail.", defaultValue = "1000")
  private Integer smtpMaxRecipients = 1000;

  @ConfigProperty(description = "SMTP sessions at one time.", defaultValue = "20000")
  private Integer smtpMaxConnections = 20_000;

  public final Integer getSmtpPort() {
    return smtpPort;
  }

  public final void setSmtpPort(Integer smtpPort) {
    this.smtpPort = smtpPort;
  }

  public final String getSmtpBindAddress() {
    return smtpBindAddress;
  }

  public final void setSmtpBindAddress(String smtpBindAddress) {
    this.smtpBindAddress = smtpBindAddress;
  }

  public final String getSmtpHostname() {
    return smtpHostname;
  }

  public final void setSmtpHostname(String smtpHostname) {
    this.smtpHostname = smtpHostname;
  }

  public final String getSmtpGroup() {
    return smtpGroup;
  }

  public final void setSmtpGroup(String smtpGroup) {
    this.smtpGroup = smtpGroup;
  }

  public final Integer getSmtpMaxMessageBytes() {
    return smtpMaxMessageBytes;
  }

  public final void setSmtpMaxMessageBytes(Integer smtpMaxMessageBytes) {
    this.smtpMaxMessageBytes = smtpMaxMessageBytes;
  }

  public final Integer getSmtpMaxRecipients() {
    return smtpMaxRecipients;
  }

  public final void setSmtpMaxRecipients(Integer smtpMaxRecipients) {
    this.smtpMaxRecipients = smtpMaxRecipients;
  }

  public final Integer getSmtpMaxConnections() {
    return smtpMaxConnections;
  }

  public final void setSmtpMaxConnections(Integer smtpMaxConnections) {
    this.smtpMaxConnections = smtpMaxConnections;
  }

  @Override
  List<Object> values() {
    List<Object> values = super.values();
    values.add(smtpPort);
    values.add(smtpBindAddress);
    values.add(smtpHostname);
    values.add(smtpGroup);
    values.add(smtpMaxMessageBytes);
    values.add(smtpMaxRecipients);
    values.add(smtpMaxConnections);
    return values;
  }
}
