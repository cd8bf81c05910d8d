package io.hikyaku.delivery;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What mail delivery is told at its start.
 *
 * @param routes where mails go, by address and domain
 * @param rates how many mails a destination takes in a time
 * @param mailboxDirectory the Maildir folders of local recipients are below it
 * @param mailboxSync whether a mail is forced to disk before it counts as delivered
 * @param retry when a mail is tried again, and for how long
 * @param delayWarning the age at which who asked for it is told that his mail takes long
 * @param hostName this host, as it names itself to other mail servers and in bounces
 * @param nodeName this node's name in the cluster, for dead letters
 * @param patience the longest that a batch waits for its mails; what takes longer goes on by itself
 * @param timeout the longest that another server is waited for at any step, if the RFC says longer
 * @param deadTime how long a site that cannot be reached is left alone at first
 * @param connections the most connections to one site
 * @param startTls whether TLS is used where it is offered
 * @param dnsServers asked for MX records; none for those that the system names
 * @param mxPort on which MX hosts are talked to
 * @param log where each outcome is written, if anywhere
 */
record DeliverySettings(
    RouteTable routes,
    RateTable rates,
    Path mailboxDirectory,
    boolean mailboxSync,
    RetrySchedule retry,
    Duration delayWarning,
    String hostName,
    String nodeName,
    Duration patience,
    Duration timeout,
    Duration deadTime,
    int connections,
    boolean startTls,
    List<InetSocketAddress> dnsServers,
    int mxPort,
    Optional<Path> log) {

  /** In one line, for the log. */
  String summary() {
    return "default route "
        + routes.otherwise()
        + ", routes "
        + routes.byName()
        + ", mailboxes below "
        + mailboxDirectory
        + ", first retry after "
        + retry.first().toMillis()
        + " ms, given up after "
        + retry.giveUpAfter().toSeconds()
        + " s";
  }
}
