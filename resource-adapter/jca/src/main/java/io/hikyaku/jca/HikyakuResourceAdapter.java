package io.hikyaku.jca;

import io.hikyaku.api.management.DeliveryManagement;
import io.hikyaku.smtp.server.SmtpBindException;
import io.hikyaku.smtp.server.SmtpServer;
import io.hikyaku.smtp.server.SmtpServerConfiguration;
import io.hikyaku.store.QueueStore;
import io.hikyaku.store.QueueStores;
import io.hikyaku.store.StoreConfiguration;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.beans.Introspector;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.transaction.xa.XAResource;

/**
 * The adapter (Jakarta Connectors 2.1 §5.3): a node of the store for as long as the server runs it.
 * Its properties are in the classes it extends.
 */
@Connector(
    displayName = "Hikyaku",
    description = "A replicated in-memory queue store in every server",
    eisType = "Queue store",
    transactionSupport = TransactionSupportLevel.XATransaction)
public final class HikyakuResourceAdapter extends SmtpSecuritySettings implements ResourceAdapter {

  private final Function<StoreConfiguration, QueueStore> stores;
  private final Activations activations = new Activations();
  private volatile AdapterRuntime runtime;
  private SmtpServer smtpServer;

  /** For the server. */
  public HikyakuResourceAdapter() {
    this(QueueStores::start);
  }

  HikyakuResourceAdapter(Function<StoreConfiguration, QueueStore> stores) {
    this.stores = stores;
  }

  /**
   * Joins the cluster, makes the groups, receives mail.
   *
   * @throws ResourceAdapterInternalException naming all faults of the configuration, or why the
   *     cluster cannot be joined; nothing is left running then
   */
  @Override
  public synchronized void start(BootstrapContext context) throws ResourceAdapterInternalException {
    if (runtime != null) {
      throw new ResourceAdapterInternalException("the adapter is started already");
    }
    AdapterConfiguration configuration = AdapterConfiguration.of(this);
    StoreConfiguration store = configuration.store();
    runtime = run(configuration, context);
    OperatorMessage.STARTED.log(
        store.nodeName(), store.clusterName(), store.bindAddress(), store.bindPort());
  }

  private AdapterRuntime run(AdapterConfiguration configuration, BootstrapContext context)
      throws ResourceAdapterInternalException {
    QueueStore store = new StoreStart(stores).start(configuration.store());
    AdapterRuntime started =
        new AdapterRuntime(
            store,
            configuration,
            context.getWorkManager(),
            context.getTransactionSynchronizationRegistry());
    try {
      new GroupCreation(store.management(), started.timers()).create(configuration.groups());
      if (configuration.smtp().isPresent()) {
        startSmtp(configuration.smtp().get(), configuration.smtpGroup(), store);
      }
      return started;
    } catch (ResourceAdapterInternalException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private void startSmtp(SmtpServerConfiguration smtp, String group, QueueStore store)
      throws ResourceAdapterInternalException {
    try {
      smtpServer = SmtpServer.start(smtp, new SmtpListener(store, group));
    } catch (SmtpBindException e) {
      throw new ResourceAdapterInternalException(
          OperatorMessage.SMTP_FAILED.text(e.getMessage()), e);
    }
    OperatorMessage.SMTP_STARTED.log(smtp.bindAddress(), smtp.port(), group);
  }

  /** Takes no more mail, ends deliveries, leaves the cluster. Does nothing if it is not started. */
  @Override
  public synchronized void stop() {
    AdapterRuntime stopping = runtime;
    if (stopping == null) {
      return;
    }
    runtime = null;
    closeSmtp();
    activations.stopAll();
    try {
      stopping.close();
    } catch (RuntimeException e) {
      // the server would only swallow it: the process or the adapter ends all the same
      OperatorMessage.STOP_FAILED.log(e);
    }
    forgetBeans();
    OperatorMessage.STOPPED.log(getNodeName(), getClusterName());
  }

  /**
   * A server sets properties as those of beans; what Java remembers of that holds class loaders.
   */
  private static void forgetBeans() {
    for (Class<?> bean :
        List.of(
            HikyakuResourceAdapter.class,
            QueueManagedConnectionFactory.class,
            QueueActivationSpec.class)) {
      for (Class<?> type = bean; type != Object.class; type = type.getSuperclass()) {
        Introspector.flushFromCaches(type);
      }
    }
  }

  private void closeSmtp() {
    if (smtpServer != null) {
      try {
        smtpServer.close();
      } catch (RuntimeException e) {
        OperatorMessage.STOP_FAILED.log(e);
      }
      smtpServer = null;
    }
  }

  /** The beans that are activated. */
  DeliveryManagement deliveries() {
    return activations;
  }

  /** What there is while the adapter is started. */
  Optional<AdapterRuntime> runtime() {
    return Optional.ofNullable(runtime);
  }

  /** Waits for messages from here on; a group that is not there yet is looked for again. */
  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    AdapterRuntime started = runtime;
    if (started == null) {
      throw new ResourceException("the resource adapter is not started");
    }
    if (!(spec instanceof QueueActivationSpec queueSpec)) {
      throw new NotSupportedException("not a QueueActivationSpec: " + spec);
    }
    queueSpec.validate();
    started.users().check(queueSpec.credentials());
    activations.start(started, factory, queueSpec);
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    activations.stop(factory, spec);
  }

  /**
   * One for each spec, whatever it says (§13.5.4.1): any resource of this adapter can recover all
   * of its branches. Null, meaning later, while the adapter is not started.
   */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    AdapterRuntime started = runtime;
    if (started == null) {
      return null;
    }
    XAResource[] resources = new XAResource[specs.length];
    for (int i = 0; i < specs.length; i++) {
      resources[i] = new QueueXAResource(started, new QueueXAResource.Owner() {});
    }
    return resources;
  }

  /** By its properties, as servers look for an adapter that is there already (§5.3.3). */
  @Override
  public boolean equals(Object other) {
    return other instanceof HikyakuResourceAdapter adapter && values().equals(adapter.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }
}
