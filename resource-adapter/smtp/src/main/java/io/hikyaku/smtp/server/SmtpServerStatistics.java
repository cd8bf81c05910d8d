package io.hikyaku.smtp.server;

/**
 * Counters of a server since its start, and three gauges. Each is exact; together they are not a
 * snapshot of one instant.
 *
 * @param connectionsOpen gauge: sessions now
 * @param connectionsAccepted sessions begun
 * @param connectionsRefused connections answered 421 for being over a limit
 * @param mailsAccepted mails answered 250
 * @param mailsRefused mails whose data was answered 4xx or 5xx
 * @param recipientsRefused RCPT commands answered 4xx or 5xx
 * @param commandsRefused other commands answered 4xx or 5xx
 * @param octetsAccepted content of the mails answered 250, {@code Received:} fields included
 * @param mailsWithReceiver gauge: mails handed to the receiver, not answered yet
 * @param octetsBuffered gauge: memory held by mails being received or with the receiver
 * @param idleTimeouts sessions closed for silence
 */
public record SmtpServerStatistics(
    long connectionsOpen,
    long connectionsAccepted,
    long connectionsRefused,
    long mailsAccepted,
    long mailsRefused,
    long recipientsRefused,
    long commandsRefused,
    long octetsAccepted,
    long mailsWithReceiver,
    long octetsBuffered,
    long idleTimeouts) {}
