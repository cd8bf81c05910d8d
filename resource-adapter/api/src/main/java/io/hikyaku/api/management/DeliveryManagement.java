package io.hikyaku.api.management;

import java.util.List;

/**
 * The message-driven beans of this node that are given messages by the adapter. To stop the
 * deliveries of a group on all nodes, pause the group. Thread-safe.
 */
public interface DeliveryManagement {

  /** All activated beans. */
  List<DeliveryStatus> list();

  /**
   * Gives the beans of a group no more messages on this node; what they work on they finish.
   *
   * @param reason for the status and the log
   * @return how many activations were paused by this
   */
  int pause(String group, String reason);

  /**
   * Lets the beans of a group go on.
   *
   * @return how many activations had been paused
   */
  int resume(String group);
}
