package io.hikyaku.jca;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.smtp.server.SmtpServerConfiguration;
import io.hikyaku.store.StoreConfiguration;
import io.hikyaku.store.StoreConfiguration.Discovery;
import io.hikyaku.store.StoreConfiguration.WhenCopiesMissing;
import io.hikyaku.store.StoreConfiguration.WhenSplit;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The properties of the adapter, checked and in the words of those who need them.
 *
 * @param smtp empty if no mail is received
 * @param smtpGroup where received mail goes
 * @param users who may use the adapter
 */
record AdapterConfiguration(
    StoreConfiguration store,
    List<GroupDefinition> groups,
    Optional<SmtpServerConfiguration> smtp,
    String smtpGroup,
    Users users) {

  private static final long MEBIBYTE = 1L << 20;

  /**
   * Checks everything.
   *
   * @throws ResourceAdapterInternalException naming all faults at once
   */
  static AdapterConfiguration of(SmtpSecuritySettings settings)
      throws ResourceAdapterInternalException {
    List<String> faults = new ArrayList<>(missing(settings));
    if (faults.isEmpty()) {
      StoreConfiguration store = store(settings, faults);
      faults.addAll(store.faults());
      List<GroupDefinition> groups = GroupDefinition.parse(settings.getGroups(), faults);
      Users users = Users.parse(settings.getUsers(), settings.getAnonymousAllowed(), faults);
      Optional<SmtpServerConfiguration> smtp = SmtpConfiguration.of(settings, faults);
      if (faults.isEmpty()) {
        return new AdapterConfiguration(
            store, withMail(groups, settings), smtp, settings.getSmtpGroup(), users);
      }
    }
    throw new ResourceAdapterInternalException(
        OperatorMessage.CONFIGURATION_FAULTS.text(String.join("; ", faults)));
  }

  /** Properties are objects, and a server may set one to null: that alone must not be an NPE. */
  private static List<String> missing(SmtpSecuritySettings settings) {
    return settings.values().contains(null)
        ? List.of("a property was set to null: leave it out for its default")
        : List.of();
  }

  private static StoreConfiguration store(SmtpSecuritySettings settings, List<String> faults) {
    String nodeName = settings.getNodeName().isBlank() ? HostName.get() : settings.getNodeName();
    StoreConfiguration.Builder builder =
        StoreConfiguration.builder(settings.getClusterName(), nodeName)
            .bind(settings.getBindAddress(), settings.getBindPort())
            .copies(settings.getCopies())
            .segments(settings.getSegments())
            .fullWait(Duration.ofMillis(settings.getFullWaitMillis()))
            .maxBodyBytes(settings.getMaxBodyBytes())
            .operationTimeout(Duration.ofMillis(settings.getOperationTimeoutMillis()))
            .failureDetectionTimeout(Duration.ofMillis(settings.getFailureDetectionMillis()))
            .stopTimeout(Duration.ofMillis(settings.getStopTimeoutMillis()));
    int megabytes = settings.getMemoryLimitMegabytes();
    if (megabytes < 0) {
      faults.add(
          "memoryLimitMegabytes is " + megabytes + ": 1 or more, or 0 for a quarter of heap");
    } else if (megabytes > 0) {
      builder.memoryLimitBytes(megabytes * MEBIBYTE);
    }
    int tupleMegabytes = settings.getTupleMemoryMegabytes();
    if (tupleMegabytes < 0) {
      faults.add(
          "tupleMemoryMegabytes is " + tupleMegabytes + ": 1 or more, or 0 for a quarter of heap");
    } else if (tupleMegabytes > 0) {
      builder.tupleMemoryBytes(tupleMegabytes * MEBIBYTE);
    }
    switch (settings.getWhenCopiesMissing().toLowerCase(Locale.ROOT)) {
      case "continue" -> builder.whenCopiesMissing(WhenCopiesMissing.CONTINUE);
      case "refuse" -> builder.whenCopiesMissing(WhenCopiesMissing.REFUSE);
      default ->
          faults.add(
              "whenCopiesMissing is '" + settings.getWhenCopiesMissing() + "': continue or refuse");
    }
    switch (settings.getWhenSplit().toLowerCase(Locale.ROOT)) {
      case "available" -> builder.whenSplit(WhenSplit.AVAILABLE);
      case "consistent" -> builder.whenSplit(WhenSplit.CONSISTENT);
      default ->
          faults.add("whenSplit is '" + settings.getWhenSplit() + "': available or consistent");
    }
    discovery(settings, faults).ifPresent(builder::discovery);
    return builder.build();
  }

  private static Optional<Discovery> discovery(SmtpSecuritySettings settings, List<String> faults) {
    return switch (settings.getDiscovery().toLowerCase(Locale.ROOT)) {
      case "static" -> Optional.of(new Discovery.StaticList(hosts(settings.getInitialHosts())));
      case "kubernetes" ->
          Optional.of(new Discovery.KubernetesDns(settings.getKubernetesDnsName().strip()));
      case "multicast" ->
          Optional.of(
              new Discovery.Multicast(settings.getMulticastAddress(), settings.getMulticastPort()));
      default -> {
        faults.add(
            "discovery is '" + settings.getDiscovery() + "': static, kubernetes or multicast");
        yield Optional.empty();
      }
    };
  }

  private static List<String> hosts(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(h -> !h.isEmpty()).toList();
  }

  /** Mail needs its group: it is defined here unless the property groups does it. */
  private static List<GroupDefinition> withMail(
      List<GroupDefinition> groups, SmtpSecuritySettings settings) {
    String mail = settings.getSmtpGroup();
    if (settings.getSmtpPort() == 0 || groups.stream().anyMatch(g -> g.name().equals(mail))) {
      return List.copyOf(groups);
    }
    List<GroupDefinition> all = new ArrayList<>(groups);
    all.add(new GroupDefinition(mail, GroupSettings.spread()));
    return List.copyOf(all);
  }
}
