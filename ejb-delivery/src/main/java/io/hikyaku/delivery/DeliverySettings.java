package io.hikyaku.delivery;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What mail delivery is told at its start.
 *
 * @param routes where mails go, by domain
 * @param mailboxDirectory the Maildir folders of local recipients are below it
 * @param mailboxSync whether a mail is forced to disk before it counts as delivered
 * @param retry when a mail is tried again, and for how long
 * @param hostName this host, as it names itself to other mail servers and in bounces
 * @param timeout the longest that a batch waits for its mails; what has not answered then has an
 *     unknown outcome and is tried again. Must be shorter than the server's transaction timeout
 * @param connections the most connections to one relay
 */
record DeliverySettings(
    RouteTable routes,
    Path mailboxDirectory,
    boolean mailboxSync,
    RetrySchedule retry,
    String hostName,
    Duration timeout,
    int connections) {

  /** In one line, for the log. */
  String summary() {
    return "default route "
        + routes.otherwise()
        + ", routes "
        + routes.byDomain()
        + ", mailboxes below "
        + mailboxDirectory
        + ", first retry after "
        + retry.first().toMillis()
        + " ms, given up after "
        + retry.giveUpAfter().toSeconds()
        + " s";
  }
}
