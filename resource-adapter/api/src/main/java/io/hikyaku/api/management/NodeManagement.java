package io.hikyaku.api.management;

/** What administrators do with the members of the cluster. Thread-safe; blocks. */
public interface NodeManagement {

  /**
   * Lets a member give its share of the messages to the others, copies included, and take no more.
   * It stays a member: its applications send and consume as before, over the others. Returns at
   * once; {@link NodeStatus#drain} says how far it is. Does nothing if it is drained.
   *
   * @throws IllegalArgumentException if there is no such member
   * @throws io.hikyaku.api.QueueException if no other would be left, or those left have no memory
   *     for its messages
   */
  void drain(String node);

  /**
   * Lets a member take its share again. It does so by itself when its process is started anew.
   *
   * @return whether it was drained, or on the way
   * @throws IllegalArgumentException if there is no such member
   */
  boolean undrain(String node);

  /**
   * Does not name a node any more that went without a word and will not be back. Should it come
   * back all the same, as after a split, it is a member as before, and nothing that was consumed
   * meanwhile is given out again.
   *
   * @throws IllegalArgumentException if no node of this name is missing
   */
  void forget(String node);

  /**
   * Whether copies are made and moved when members come and go. Without it a member that comes gets
   * nothing, and what a member leaves behind has fewer copies; every message still has a primary.
   */
  void rebalancing(boolean enabled);
}
