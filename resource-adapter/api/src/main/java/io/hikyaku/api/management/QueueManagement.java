package io.hikyaku.api.management;

import io.hikyaku.api.Message;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.UnknownGroupException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Groups and nodes of the cluster. Thread-safe. Figures are gathered from every member within a
 * bounded time; a member that does not answer is reported as not answering, not left out.
 */
public interface QueueManagement {

  /**
   * Makes a group, on all nodes at once. A group that is there with equal settings is left as it
   * is.
   *
   * @throws QueueException if it is there with other settings
   * @throws IllegalArgumentException if the name is not allowed: 1 to 100 of {@code A-Z a-z 0-9 . _
   *     -}
   */
  void createGroup(String name, GroupSettings settings);

  /**
   * The settings of a group.
   *
   * @throws UnknownGroupException if no group has this name
   */
  GroupSettings settings(String group);

  /**
   * Changes the settings of a group while it is in use. All but the order can change; what is
   * stored already keeps the time at which it expires.
   *
   * @throws UnknownGroupException if no group has this name
   * @throws QueueException if the order is another, or the group holds dead letters
   */
  void updateGroup(String name, GroupSettings settings);

  /**
   * The same, only if nobody changed the group meanwhile.
   *
   * @param revision that the group had, by {@link GroupStatus#revision}
   * @throws RevisionConflictException if it has another; nothing was changed
   */
  void updateGroup(String name, GroupSettings settings, long revision);

  /**
   * Gives out no message of a group, on any node, until {@link #resume}. Sends go on, consumers
   * wait, what is worked on can be settled. Does nothing if it is paused.
   *
   * @throws UnknownGroupException if no group has this name
   */
  void pause(String group);

  /**
   * Gives out messages of a group again. Does nothing if it is not paused.
   *
   * @throws UnknownGroupException if no group has this name
   */
  void resume(String group);

  /**
   * Makes all messages of a group void, those that consumers work on included, in a time that does
   * not depend on how many there are. Settling or returning such a message does nothing. Messages
   * sent by transactions that commit later are not touched. The memory is given back behind.
   *
   * @throws UnknownGroupException if no group has this name
   */
  void purge(String group);

  /**
   * Deletes a group with all its messages and its dead letters, likewise. Whoever waits for its
   * messages or sends to it gets {@link UnknownGroupException} from then on. A group of the same
   * name can be made again at once, with other settings; it begins empty.
   *
   * @throws UnknownGroupException if no group has this name
   * @throws QueueException if the group holds dead letters: they go with the group they belong to
   */
  void deleteGroup(String name);

  /**
   * Looks for a message on all nodes. One whose segment moves to another node at that moment may
   * not be found.
   *
   * @return empty if it is not stored: it was consumed, or never there
   * @throws io.hikyaku.api.StoreUnavailableException if it was not found and a node did not answer
   */
  Optional<MessageStatus> find(MessageId id);

  /**
   * Looks at the messages of a group on all nodes, disturbing none: node by node, and on each those
   * that are ready in the order they would be taken, about, then those held back, then those in
   * flight.
   *
   * @param offset how many to leave out, up to 1,000,000
   * @param limit how many at the most, up to 1,000. There may be fewer although more are stored, if
   *     they are large: go on behind them
   * @throws UnknownGroupException if no group has this name
   * @throws IllegalArgumentException if offset or limit is not allowed
   */
  List<MessageStatus> browse(String group, int offset, int limit);

  /**
   * Goes through all messages of a group on all nodes, as a whole, and disturbs none: those that
   * wait, those held back and those worked on, in no particular order. A message that is sent or
   * consumed meanwhile may be there or not; every other is there once. The action is called by the
   * calling thread.
   *
   * @throws UnknownGroupException if no group has this name
   * @throws QueueException if there are more than a million messages
   */
  void scan(String group, Consumer<ReceivedMessage> action);

  /**
   * Deletes one message.
   *
   * @return whether it was deleted; false if the group does not hold it
   * @throws UnknownGroupException if no group has this name
   * @throws QueueException if a consumer works on it
   */
  boolean delete(String group, MessageId id);

  /**
   * Sends dead letters of a group to it again, as new messages without the headers of {@link
   * DeadLetterHeaders}. Each is moved as a whole or not at all. One that the group does not take
   * (no key, for example) stays where it is.
   *
   * @param max how many at the most, 1 or more
   * @return how many were moved
   * @throws UnknownGroupException if no group has this name
   */
  int redrive(String group, int max);

  /**
   * Prepared branches of distributed transactions, of all nodes, the oldest first. None should be
   * old: it holds the messages that it consumes until its transaction manager comes back.
   */
  List<BranchStatus> preparedBranches();

  /**
   * Decides a prepared branch whose transaction manager will not come back, against whatever that
   * might have decided: a heuristic outcome. It is kept and told to the transaction manager, should
   * it ask, until that has taken note; or until it is resolved once more.
   *
   * @param branch its name, of {@link BranchStatus}
   * @param commit whether it is committed or rolled back; without meaning for one that was resolved
   *     before, which is forgotten
   * @return false if no such branch is prepared
   */
  boolean resolveBranch(String branch, boolean commit);

  /**
   * Consumes a message that nobody works on, held back or not, and sends others in the same breath:
   * all of it takes effect or nothing.
   *
   * @param messages what is sent, by group; may be empty
   * @return their ids, or empty if the group does not hold the message or a consumer works on it
   * @throws UnknownGroupException if no group has one of these names
   */
  Optional<List<MessageId>> replace(
      String group, MessageId id, Map<String, List<Message>> messages);

  /**
   * What a group holds of each key, the key with the most messages first; of the 10,000 largest of
   * each node. A node looks at 100,000 messages at the most: of a keyed group it knows besides how
   * many of each key are ready, and estimates their bytes; of a spread group the rest is not
   * counted.
   *
   * @throws UnknownGroupException if no group has this name
   */
  GroupKeys keys(String group);

  /**
   * Makes all messages of a key ready that are held back now. When their segment moves to another
   * node before they are consumed, they are held back again until their time.
   *
   * @param key empty for those without one
   * @return how many
   * @throws UnknownGroupException if no group has this name
   */
  int deliverNow(String group, String key);

  /**
   * Looks for messages on all nodes whose key, or the value of a header, has a text in it, in any
   * case of letters. Looks at all messages of the group: for people, not for programs.
   *
   * @param limit how many at the most, up to 1,000
   * @throws UnknownGroupException if no group has this name
   * @throws io.hikyaku.api.StoreUnavailableException if a node did not answer within two seconds
   */
  List<MessageStatus> search(String group, String text, int limit);

  /**
   * The whole body of a message, wherever it is.
   *
   * @return empty if it is not stored
   * @throws io.hikyaku.api.StoreUnavailableException if it was not found and a node did not answer
   */
  Optional<byte[]> body(MessageId id);

  /** What each node holds of a group, by the nodes' names. */
  List<GroupPart> distribution(String group);

  /** Work on many messages. */
  BulkManagement bulk();

  /** Work on members of the cluster. */
  NodeManagement nodes();

  /** Cluster and groups, with one question to each node. */
  StoreStatus status();

  /** All groups with the figures of this node only, without asking others, by name. */
  List<GroupStatus> groupsHere();

  /** All groups with their figures over the whole cluster, by name. */
  List<GroupStatus> groups();

  /**
   * One group with its figures over the whole cluster.
   *
   * @throws UnknownGroupException if no group has this name
   */
  GroupStatus group(String name);

  /** The cluster as this node sees it. */
  ClusterStatus cluster();
}
