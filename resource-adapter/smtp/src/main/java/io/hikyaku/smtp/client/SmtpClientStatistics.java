package io.hikyaku.smtp.client;

/**
 * Counters of a client since its start, and four gauges. Each is exact; together they are not a
 * snapshot of one instant.
 *
 * @param connectionsOpen gauge: connections now, those being opened included
 * @param connectionsIdle gauge: connections kept for the next mail
 * @param deliveriesActive gauge: mails given to a connection or waiting for one
 * @param destinations gauge: destinations with a connection or a waiting mail
 * @param connectionsOpened connections that were begun
 * @param connectionsEncrypted connections under TLS
 * @param connectionsFailed connections that were not established or were lost with a mail on them
 * @param recipientsDelivered outcomes by kind, one for each recipient
 * @param recipientsTemporary see {@code recipientsDelivered}
 * @param recipientsPermanent see {@code recipientsDelivered}
 * @param recipientsUnknown see {@code recipientsDelivered}
 * @param staleRetries mails begun again because a kept connection had died
 */
public record SmtpClientStatistics(
    long connectionsOpen,
    long connectionsIdle,
    long deliveriesActive,
    long destinations,
    long connectionsOpened,
    long connectionsEncrypted,
    long connectionsFailed,
    long recipientsDelivered,
    long recipientsTemporary,
    long recipientsPermanent,
    long recipientsUnknown,
    long staleRetries) {}
