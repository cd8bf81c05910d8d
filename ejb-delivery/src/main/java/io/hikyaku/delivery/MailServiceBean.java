package io.hikyaku.delivery;

import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.MailDestinations;
import io.hikyaku.api.mail.MailManagement;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Owns the mail service of this server. Made when the application starts: with faulty settings the
 * application does not start, and mails wait in their group instead of being tried with half of the
 * settings.
 */
@Singleton
@Startup
@LocalBean
@Local(MailManagement.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class MailServiceBean implements MailManagement {

  /** The group that {@link MailDeliveryBean} listens to. */
  private static final String GROUP = "mail";

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  private final AtomicBoolean tending = new AtomicBoolean();

  /** In a row. */
  private final AtomicInteger failures = new AtomicInteger();

  private MailService service;
  private MailAdministration administration;

  @PostConstruct
  void start() {
    try {
      Config config = ConfigProvider.getConfig();
      DeliverySettings settings =
          SettingsReader.read(
              config.getPropertyNames(), name -> config.getOptionalValue(name, String.class));
      Clock clock = Clock.systemUTC();
      service = MailService.start(settings, clock);
      administration = new MailAdministration(factory::management, service, GROUP, clock);
      OperatorMessage.STARTED.log(settings.summary());
    } catch (InvalidSettingsException e) {
      OperatorMessage.SETTINGS_FAULTY.log(e.getMessage());
      throw e;
    }
  }

  @PreDestroy
  void stop() {
    if (service != null) {
      service.close(this::tend);
    }
  }

  /** As {@link MailDelivery#deliver}. */
  public Outbox deliver(List<ReceivedMessage> batch) {
    return service.delivery().deliver(batch);
  }

  /** As {@link Custody#keep}. */
  public Runnable keep(List<Attempt> attempts, QueueConnection connection) {
    return service.custody().keep(attempts, connection);
  }

  /** Settles what took long, and sees what changed; not twice at a time. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void tend() {
    if (!tending.compareAndSet(false, true)) {
      return;
    }
    try {
      administration.tend();
      failures.set(0);
    } catch (QueueException e) {
      // the store starts or stops: in a second there is another try. The more there are, the more
      // rarely it is told
      if (Integer.bitCount(failures.incrementAndGet()) == 1) {
        OperatorMessage.SUSPENSIONS_UNKNOWN.log(e.getMessage());
      }
    } finally {
      tending.set(false);
    }
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public MailDestinations destinations() {
    return administration.destinations();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void suspend(String domain, String reason, Instant until) {
    try (QueueConnection connection = factory.getConnection()) {
      administration.suspend(domain, reason, until, connection);
    }
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public boolean resume(String domain) {
    return administration.resume(domain);
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public int retryNow(String domain) {
    return administration.retryNow(domain);
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public int bounce(String domain, String reason) {
    return administration.bounce(domain, reason);
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public List<StoredMail> find(String text, int limit) {
    return administration.find(text, limit);
  }
}
