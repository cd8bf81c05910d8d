package io.hikyaku.delivery;

import io.hikyaku.api.ReceivedMessage;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Owns the mail service of this server. Made when the application starts: with faulty settings the
 * application does not start, and mails wait in their group instead of being tried with half of the
 * settings.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class MailServiceBean {

  private MailService service;

  @PostConstruct
  void start() {
    try {
      Config config = ConfigProvider.getConfig();
      DeliverySettings settings =
          SettingsReader.read(
              config.getPropertyNames(), name -> config.getOptionalValue(name, String.class));
      service = MailService.start(settings, Clock.systemUTC());
      OperatorMessage.STARTED.log(settings.summary());
    } catch (InvalidSettingsException e) {
      OperatorMessage.SETTINGS_FAULTY.log(e.getMessage());
      throw e;
    }
  }

  @PreDestroy
  void stop() {
    if (service != null) {
      service.close();
    }
  }

  /** As {@link MailDelivery#deliver}. */
  public Outbox deliver(List<ReceivedMessage> batch) {
    return service.delivery().deliver(batch);
  }
}
