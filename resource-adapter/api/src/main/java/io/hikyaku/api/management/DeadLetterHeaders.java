package io.hikyaku.api.management;

import java.util.Set;

/** The headers that a message gets when it goes to its group's dead letters. */
public final class DeadLetterHeaders {

  /** The group that it was sent to. */
  public static final String GROUP = "dead-letter-group";

  /** The id that it had there. */
  public static final String ID = "dead-letter-id";

  /** How many deliveries of it failed. */
  public static final String DELIVERIES = "dead-letter-deliveries";

  /** Why; {@code expired} if its time was over. */
  public static final String REASON = "dead-letter-reason";

  /** When, as an ISO-8601 instant. */
  public static final String TIME = "dead-letter-time";

  /** The node that moved it. */
  public static final String NODE = "dead-letter-node";

  /** When it was sent first, as an ISO-8601 instant. */
  public static final String ENQUEUED = "dead-letter-enqueued";

  /** All of them: {@link QueueManagement#redrive} takes them off again. */
  public static final Set<String> ALL = Set.of(GROUP, ID, DELIVERIES, REASON, TIME, NODE, ENQUEUED);

  private DeadLetterHeaders() {}
}
