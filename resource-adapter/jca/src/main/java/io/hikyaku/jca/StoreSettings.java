package io.hikyaku.jca;

import jakarta.resource.spi.ConfigProperty;
import java.util.List;

/** The configuration properties of the store in a node: limits, timeouts and groups. */
public class StoreSettings extends ClusterSettings {

  @ConfigProperty(
      description =
          "Memory for messages whose primary is this node, backups not counted, in MiB. "
              + "0: a quarter of the heap.",
      defaultValue = "0")
  private Integer memoryLimitMegabytes = 0;

  @ConfigProperty(
      description =
          "Memory for tuples stored on this node, copies for others included, in MiB. "
              + "0: a quarter of the heap.",
      defaultValue = "0")
  private Integer tupleMemoryMegabytes = 0;

  @ConfigProperty(
      description =
          "How long a send waits for room when that memory is full. 0: it is refused at once.",
      defaultValue = "0")
  private Long fullWaitMillis = 0L;

  @ConfigProperty(
      description = "The largest message body that is taken.",
      defaultValue = "33554432")
  private Integer maxBodyBytes = 33_554_432;

  @ConfigProperty(
      description = "How long a send, a settle or a commit waits for its copies.",
      defaultValue = "15000")
  private Long operationTimeoutMillis = 15_000L;

  @ConfigProperty(
      description = "After this silence a hung node is taken out of the cluster.",
      defaultValue = "6000")
  private Long failureDetectionMillis = 6_000L;

  @ConfigProperty(
      description =
          "The longest that leaving the cluster takes. Servers allow about 30 s for all "
              + "of a stop.",
      defaultValue = "20000")
  private Long stopTimeoutMillis = 20_000L;

  @ConfigProperty(
      description =
          "Groups made at the start if they are not there: \"orders; mail order=spread "
              + "deliveryLimit=20 redeliveryDelay=10s; sensors order=keyed expiry=1d\".")
  private String groups = "";

  @ConfigProperty(
      description = "Who may use the adapter: \"name:password; name:password\". Empty: everybody.",
      confidential = true)
  private String users = "";

  @ConfigProperty(
      description = "With users: whether there is also access without a name.",
      defaultValue = "false")
  private Boolean anonymousAllowed = false;

  public final Integer getMemoryLimitMegabytes() {
    return memoryLimitMegabytes;
  }

  public final void setMemoryLimitMegabytes(Integer memoryLimitMegabytes) {
    this.memoryLimitMegabytes = memoryLimitMegabytes;
  }

  public final Integer getTupleMemoryMegabytes() {
    return tupleMemoryMegabytes;
  }

  public final void setTupleMemoryMegabytes(Integer tupleMemoryMegabytes) {
    this.tupleMemoryMegabytes = tupleMemoryMegabytes;
  }

  public final Long getFullWaitMillis() {
    return fullWaitMillis;
  }

  public final void setFullWaitMillis(Long fullWaitMillis) {
    this.fullWaitMillis = fullWaitMillis;
  }

  public final Integer getMaxBodyBytes() {
    return maxBodyBytes;
  }

  public final void setMaxBodyBytes(Integer maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  public final Long getOperationTimeoutMillis() {
    return operationTimeoutMillis;
  }

  public final void setOperationTimeoutMillis(Long operationTimeoutMillis) {
    this.operationTimeoutMillis = operationTimeoutMillis;
  }

  public final Long getFailureDetectionMillis() {
    return failureDetectionMillis;
  }

  public final void setFailureDetectionMillis(Long failureDetectionMillis) {
    this.failureDetectionMillis = failureDetectionMillis;
  }

  public final Long getStopTimeoutMillis() {
    return stopTimeoutMillis;
  }

  public final void setStopTimeoutMillis(Long stopTimeoutMillis) {
    this.stopTimeoutMillis = stopTimeoutMillis;
  }

  public final String getGroups() {
    return groups;
  }

  public final void setGroups(String groups) {
    this.groups = groups;
  }

  public final String getUsers() {
    return users;
  }

  public final void setUsers(String users) {
    this.users = users;
  }

  public final Boolean getAnonymousAllowed() {
    return anonymousAllowed;
  }

  public final void setAnonymousAllowed(Boolean anonymousAllowed) {
    this.anonymousAllowed = anonymousAllowed;
  }

  @Override
  List<Object> values() {
    List<Object> values = super.values();
    values.add(memoryLimitMegabytes);
    values.add(tupleMemoryMegabytes);
    values.add(fullWaitMillis);
    values.add(maxBodyBytes);
    values.add(operationTimeoutMillis);
    values.add(failureDetectionMillis);
    values.add(stopTimeoutMillis);
    values.add(groups);
    values.add(users);
    values.add(anonymousAllowed);
    return values;
  }
}
