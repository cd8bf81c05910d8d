package io.hikyaku.jca;

import io.hikyaku.api.QueueBatchListener;
import io.hikyaku.api.QueueListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a message-driven bean asks for (Jakarta Connectors 2.1 §13.4.2). Constraints are there
 * twice: for servers with Bean Validation (§9), and in {@link #validate()} for those without.
 *
 * <p>Not equal to another one of the same values: servers tell activations apart by it (§13.4.2).
 */
@Activation(messageListeners = {QueueListener.class, QueueBatchListener.class})
public final class QueueActivationSpec implements ActivationSpec, Serializable {

  private static final long serialVersionUID = 1L;

  private static final String GROUP_NAME = "[A-Za-z0-9._-]{1,100}";
  private static final int MOST_CONSUMERS = 1000;
  private static final int LARGEST_BATCH = 10_000;
  private static final long LONGEST_DELAY_MILLIS = 3_600_000;
  private static final double LARGEST_MULTIPLIER = 100;
  private static final long SHORTEST_LEASE_MILLIS = 100;
  private static final long LONGEST_LEASE_MILLIS = 7 * 86_400_000;

  @ConfigProperty(description = "Group whose messages the bean handles; required.")
  @NotNull
  @Pattern(regexp = GROUP_NAME)
  private String group;

  @ConfigProperty(description = "Beans at work at once on this node.", defaultValue = "10")
  @NotNull
  @Min(1)
  @Max(MOST_CONSUMERS)
  private Integer concurrency = 10;

  @ConfigProperty(
      description = "The most messages in a batch; for a QueueBatchListener.",
      defaultValue = "32")
  @NotNull
  @Min(1)
  @Max(LARGEST_BATCH)
  private Integer batchSize = 32;

  @ConfigProperty(
      description = "Pause after the second failed delivery in a row.",
      defaultValue = "100")
  @NotNull
  @Min(0)
  @Max(LONGEST_DELAY_MILLIS)
  private Long failureDelayMillis = 100L;

  @ConfigProperty(
      description = "By how much the pause grows with each further failure.",
      defaultValue = "2.0")
  @NotNull
  @DecimalMin("1.0")
  @DecimalMax("100.0")
  private Double failureDelayMultiplier = 2.0;

  @ConfigProperty(description = "The longest such pause.", defaultValue = "10000")
  @NotNull
  @Min(0)
  @Max(LONGEST_DELAY_MILLIS)
  private Long failureDelayMaxMillis = 10_000L;

  @ConfigProperty(
      description =
          "After so many failed deliveries in a row the bean is given no more messages on this"
              + " node until it is resumed. 0: never.",
      defaultValue = "0")
  @NotNull
  @Min(0)
  private Integer pauseAfterFailures = 0;

  @ConfigProperty(
      description = "How long a bean may do nothing before its messages are returned.",
      defaultValue = "300000")
  @NotNull
  @Min(SHORTEST_LEASE_MILLIS)
  @Max(LONGEST_LEASE_MILLIS)
  private Long leaseMillis = 300_000L;

  @ConfigProperty(
      description = "The longest that a bean may work on its messages.",
      defaultValue = "86400000")
  @NotNull
  @Min(SHORTEST_LEASE_MILLIS)
  @Max(LONGEST_LEASE_MILLIS)
  private Long leaseLimitMillis = 86_400_000L;

  @ConfigProperty(description = "User of the adapter, where it has users.")
  private String userName = "";

  @ConfigProperty(description = "The user's password.", confidential = true)
  private String password = "";

  private transient ResourceAdapter adapter;

  public String getGroup() {
    return group;
  }

  public void setGroup(String group) {
    this.group = group;
  }

  public Integer getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(Integer concurrency) {
    this.concurrency = concurrency;
  }

  public Integer getBatchSize() {
    return batchSize;
  }

  public void setBatchSize(Integer batchSize) {
    this.batchSize = batchSize;
  }

  public Long getFailureDelayMillis() {
    return failureDelayMillis;
  }

  public void setFailureDelayMillis(Long failureDelayMillis) {
    this.failureDelayMillis = failureDelayMillis;
  }

  public Double getFailureDelayMultiplier() {
    return failureDelayMultiplier;
  }

  public void setFailureDelayMultiplier(Double failureDelayMultiplier) {
    this.failureDelayMultiplier = failureDelayMultiplier;
  }

  public Long getFailureDelayMaxMillis() {
    return failureDelayMaxMillis;
  }

  public void setFailureDelayMaxMillis(Long failureDelayMaxMillis) {
    this.failureDelayMaxMillis = failureDelayMaxMillis;
  }

  public Integer getPauseAfterFailures() {
    return pauseAfterFailures;
  }

  public void setPauseAfterFailures(Integer pauseAfterFailures) {
    this.pauseAfterFailures = pauseAfterFailures;
  }

  public Long getLeaseMillis() {
    return leaseMillis;
  }

  public void setLeaseMillis(Long leaseMillis) {
    this.leaseMillis = leaseMillis;
  }

  public Long getLeaseLimitMillis() {
    return leaseLimitMillis;
  }

  public void setLeaseLimitMillis(Long leaseLimitMillis) {
    this.leaseLimitMillis = leaseLimitMillis;
  }

  public String getUserName() {
    return userName;
  }

  public void setUserName(String userName) {
    this.userName = userName;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  TimedLease.Term leaseTerm() {
    return new TimedLease.Term(Duration.ofMillis(leaseMillis), Duration.ofMillis(leaseLimitMillis));
  }

  Credentials credentials() {
    return new Credentials(userName, password);
  }

  /**
   * Checks all properties.
   *
   * @throws InvalidPropertyException naming every fault in its message, and the properties
   */
  @Override
  public void validate() throws InvalidPropertyException {
    Map<String, String> faults = new LinkedHashMap<>();
    if (group == null || !group.matches(GROUP_NAME)) {
      faults.put("group", "group is '" + group + "': required, 1 to 100 of A-Z a-z 0-9 . _ -");
    }
    check(faults, "concurrency", concurrency, 1, MOST_CONSUMERS);
    check(faults, "batchSize", batchSize, 1, LARGEST_BATCH);
    check(faults, "failureDelayMillis", failureDelayMillis, 0, LONGEST_DELAY_MILLIS);
    check(faults, "failureDelayMultiplier", failureDelayMultiplier, 1, LARGEST_MULTIPLIER);
    check(faults, "failureDelayMaxMillis", failureDelayMaxMillis, 0, LONGEST_DELAY_MILLIS);
    check(faults, "pauseAfterFailures", pauseAfterFailures, 0, Integer.MAX_VALUE);
    check(faults, "leaseMillis", leaseMillis, SHORTEST_LEASE_MILLIS, LONGEST_LEASE_MILLIS);
    check(
        faults, "leaseLimitMillis", leaseLimitMillis, SHORTEST_LEASE_MILLIS, LONGEST_LEASE_MILLIS);
    if (!faults.isEmpty()) {
      InvalidPropertyException exception =
          new InvalidPropertyException(
              "activation properties: " + String.join("; ", faults.values()));
      exception.setInvalidPropertyDescriptors(descriptors(List.copyOf(faults.keySet())));
      throw exception;
    }
  }

  private static void check(
      Map<String, String> faults, String name, Number value, double least, double most) {
    // written so that it is a fault not to be a number
    if (value == null || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      String range = String.format(Locale.ROOT, "must be from %.0f to %.0f", least, most);
      faults.put(name, name + " is " + value + ": " + range);
    }
  }

  private static PropertyDescriptor[] descriptors(List<String> properties) {
    try {
      PropertyDescriptor[] descriptors = new PropertyDescriptor[properties.size()];
      for (int i = 0; i < descriptors.length; i++) {
        descriptors[i] = new PropertyDescriptor(properties.get(i), QueueActivationSpec.class);
      }
      return descriptors;
    } catch (IntrospectionException e) {
      throw new IllegalStateException("a property has no getter and setter", e);
    }
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return adapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter newAdapter) throws ResourceException {
    if (adapter != null && adapter != newAdapter) {
      // §5.3.3: the association must not change
      throw new ResourceException("the activation spec has a resource adapter already");
    }
    adapter = newAdapter;
  }
}
