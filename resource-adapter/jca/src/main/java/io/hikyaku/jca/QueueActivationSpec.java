package io.hikyaku.jca;

import io.hikyaku.api.QueueBatchListener;
import io.hikyaku.api.QueueListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Checks all properties.
   *
   * @throws InvalidPropertyException naming every fault in its message, and the properties
   */
  @Override
  public void validate() throws InvalidPropertyException {
    List<String> faults = new ArrayList<>();
    List<String> properties = new ArrayList<>();
    if (group == null || !group.matches(GROUP_NAME)) {
      faults.add("group is '" + group + "': required, 1 to 100 of A-Z a-z 0-9 . _ -");
      properties.add("group");
    }
    if (concurrency == null || concurrency < 1 || concurrency > MOST_CONSUMERS) {
      faults.add("concurrency is " + concurrency + ": must be from 1 to " + MOST_CONSUMERS);
      properties.add("concurrency");
    }
    if (batchSize == null || batchSize < 1 || batchSize > LARGEST_BATCH) {
      faults.add("batchSize is " + batchSize + ": must be from 1 to " + LARGEST_BATCH);
      properties.add("batchSize");
    }
    if (!faults.isEmpty()) {
      InvalidPropertyException exception =
          new InvalidPropertyException("activation properties: " + String.join("; ", faults));
      exception.setInvalidPropertyDescriptors(descriptors(properties));
      throw exception;
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
