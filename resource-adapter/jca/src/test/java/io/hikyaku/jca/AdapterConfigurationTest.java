package io.hikyaku.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.store.StoreConfiguration.Discovery;
import io.hikyaku.store.StoreConfiguration.WhenCopiesMissing;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdapterConfigurationTest {

  private final HikyakuResourceAdapter adapter = new HikyakuResourceAdapter();

  @Test
  void theDefaultsAreSound() throws ResourceAdapterInternalException {
    AdapterConfiguration configuration = AdapterConfiguration.of(adapter);
    assertThat(configuration.store().clusterName()).isEqualTo("hikyaku");
    assertThat(configuration.store().nodeName()).isEqualTo(HostName.get());
    assertThat(configuration.store().whenCopiesMissing()).isEqualTo(WhenCopiesMissing.CONTINUE);
    assertThat(configuration.groups()).isEmpty();
    assertThat(configuration.smtp()).isEmpty();
  }

  @Test
  void propertiesReachTheStore() throws ResourceAdapterInternalException {
    adapter.setInitialHosts(" a:7800 , b:7801,");
    adapter.setMemoryLimitMegabytes(3);
    adapter.setWhenCopiesMissing("Refuse");
    adapter.setStopTimeoutMillis(1234L);
    AdapterConfiguration configuration = AdapterConfiguration.of(adapter);
    assertThat(configuration.store().discovery())
        .isEqualTo(new Discovery.StaticList(List.of("a:7800", "b:7801")));
    assertThat(configuration.store().memoryLimitBytes()).isEqualTo(3L << 20);
    assertThat(configuration.store().whenCopiesMissing()).isEqualTo(WhenCopiesMissing.REFUSE);
    assertThat(configuration.store().stopTimeout()).hasMillis(1234);
    adapter.setDiscovery("kubernetes");
    adapter.setKubernetesDnsName("hikyaku.default.svc");
    assertThat(AdapterConfiguration.of(adapter).store().discovery())
        .isEqualTo(new Discovery.KubernetesDns("hikyaku.default.svc"));
    adapter.setDiscovery("multicast");
    assertThat(AdapterConfiguration.of(adapter).store().discovery())
        .isEqualTo(new Discovery.Multicast("228.8.8.8", 45588));
  }

  @Test
  void allFaultsAreReportedTogether() {
    adapter.setNodeName("has space");
    adapter.setBindPort(0);
    adapter.setDiscovery("guess");
    adapter.setWhenCopiesMissing("maybe");
    adapter.setMemoryLimitMegabytes(-1);
    adapter.setGroups("good; bad/name; a order=any; b deliveryLimit=0 color=red; good");
    adapter.setSmtpPort(70000);
    adapter.setSmtpMaxMessageBytes(adapter.getMaxBodyBytes() + 1);
    adapter.setSmtpMaxRecipients(0);
    assertThatThrownBy(() -> AdapterConfiguration.of(adapter))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageStartingWith("HIKYAKU0001E")
        .hasMessageContainingAll(
            "nodeName",
            "bindPort",
            "'guess'",
            "'maybe'",
            "memoryLimitMegabytes is -1",
            "'bad/name'",
            "order of 'a' is 'any'",
            "deliveryLimit of 'b' is '0'",
            "'color=red'",
            "'good' is defined twice",
            "smtpPort is 70000",
            "smtpMaxMessageBytes",
            "maxRecipients");
  }

  @Test
  void aMissingValueIsAFaultToo() {
    adapter.setCopies(null);
    assertThatThrownBy(() -> AdapterConfiguration.of(adapter))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContaining("null");
  }

  @Test
  void groupsAreRead() throws ResourceAdapterInternalException {
    adapter.setGroups("orders; mail order=spread deliveryLimit=20;\n sensors order=keyed;");
    assertThat(AdapterConfiguration.of(adapter).groups())
        .containsExactly(
            new GroupDefinition("orders", GroupSettings.spread()),
            new GroupDefinition("mail", GroupSettings.spread().withDeliveryLimit(20)),
            new GroupDefinition("sensors", GroupSettings.keyed()));
  }

  @Test
  void everySettingOfAGroupIsRead() throws ResourceAdapterInternalException {
    adapter.setGroups(
        "full order=keyed deliveryLimit=3 redeliveryDelay=500ms redeliveryMultiplier=1.5"
            + " redeliveryDelayMax=5m expiry=2d deadLetters=discard maxMessages=10 maxBytes=1000"
            + " fullWait=5s");
    assertThat(AdapterConfiguration.of(adapter).groups())
        .containsExactly(
            new GroupDefinition(
                "full",
                GroupSettings.keyed()
                    .withDeliveryLimit(3)
                    .withRedelivery(Duration.ofMillis(500), 1.5, Duration.ofMinutes(5))
                    .withExpiry(Duration.ofDays(2))
                    .withDeadLetters(false)
                    .withLimits(10, 1000)
                    .waitingWhenFull(Duration.ofSeconds(5))));
  }

  @Test
  void faultsInSettingsOfAGroupAreNamed() {
    adapter.setGroups(
        "a expiry=soon maxBytes=many deadLetters=perhaps; b redeliveryDelay=2h; c fullWait=2m");
    assertThatThrownBy(() -> AdapterConfiguration.of(adapter))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContainingAll(
            "expiry of 'a' is 'soon': a time",
            "maxBytes of 'a' is 'many': a number",
            "deadLetters of 'a' is 'perhaps': discard or keep",
            "of group 'b', redeliveryDelayMax is PT1H",
            "of group 'c', fullWait is PT2M");
  }

  @Test
  void mailHasItsGroup() throws ResourceAdapterInternalException {
    adapter.setSmtpPort(2525);
    adapter.setSmtpHostname("mail.example");
    AdapterConfiguration configuration = AdapterConfiguration.of(adapter);
    assertThat(configuration.groups())
        .containsExactly(new GroupDefinition("mail", GroupSettings.spread()));
    assertThat(configuration.smtp().orElseThrow().hostname()).isEqualTo("mail.example");
    adapter.setGroups("mail order=keyed");
    assertThat(AdapterConfiguration.of(adapter).groups())
        .containsExactly(new GroupDefinition("mail", GroupSettings.keyed()));
  }

  @Test
  void faultsOfMailSecurityAreNamedTogether() {
    adapter.setSmtpPort(2525);
    adapter.setSmtpHostname("mail.example");
    adapter.setSmtpOwnDomains("-bad");
    adapter.setSmtpAllowedNetworks("10.0.0.0/99");
    adapter.setSmtpTlsCertificate("/nowhere/certificate.pem");
    adapter.setSmtpUsersFile("/nowhere/users");
    assertThatThrownBy(() -> AdapterConfiguration.of(adapter))
        .isInstanceOf(ResourceAdapterInternalException.class)
        .hasMessageContainingAll(
            "own domain '-bad'",
            "network '10.0.0.0/99'",
            "smtpTlsCertificate and smtpTlsKey: give both or neither",
            "passwords are taken under TLS only",
            "users file /nowhere/users cannot be read");
  }

  @Test
  void adaptersAreEqualByTheirProperties() {
    HikyakuResourceAdapter other = new HikyakuResourceAdapter();
    assertThat(adapter).isEqualTo(other).hasSameHashCodeAs(other);
    other.setSmtpGroup("other");
    assertThat(adapter).isNotEqualTo(other);
  }

  /** A property that a server cannot set, or shows another default of, is not found otherwise. */
  @Test
  void everyPropertyHasSetterGetterAndTheDefaultItNames() throws ReflectiveOperationException {
    List<String> names = new ArrayList<>();
    Class<?> type = HikyakuResourceAdapter.class.getSuperclass();
    for (; type != Object.class; type = type.getSuperclass()) {
      assertThat(type.getConstructor().newInstance()).isNotNull();
      for (Field field : type.getDeclaredFields()) {
        ConfigProperty property = field.getAnnotation(ConfigProperty.class);
        String suffix =
            Character.toUpperCase(field.getName().charAt(0)) + field.getName().substring(1);
        Object value = type.getMethod("get" + suffix).invoke(adapter);
        assertThat(type.getMethod("set" + suffix, field.getType())).isNotNull();
        assertThat(property.defaultValue()).as(field.getName()).isEqualTo(String.valueOf(value));
        assertThat(property.description()).isNotEmpty();
        names.add(field.getName());
      }
    }
    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(adapter.values());
  }
}
