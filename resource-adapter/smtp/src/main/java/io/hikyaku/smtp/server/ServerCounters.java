package io.hikyaku.smtp.server;

import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link SmtpServerStatistics}; written by all event loop threads. */
final class ServerCounters {

  final LongAdder connectionsAccepted = new LongAdder();
  final LongAdder connectionsRefused = new LongAdder();
  final LongAdder mailsAccepted = new LongAdder();
  final LongAdder mailsRefused = new LongAdder();
  final LongAdder recipientsRefused = new LongAdder();
  final LongAdder commandsRefused = new LongAdder();
  final LongAdder octetsAccepted = new LongAdder();
  final LongAdder mailsWithReceiver = new LongAdder();
  final LongAdder idleTimeouts = new LongAdder();

  SmtpServerStatistics read(long connectionsOpen, long octetsBuffered) {
    return new SmtpServerStatistics(
        connectionsOpen,
        connectionsAccepted.sum(),
        connectionsRefused.sum(),
        mailsAccepted.sum(),
        mailsRefused.sum(),
        recipientsRefused.sum(),
        commandsRefused.sum(),
        octetsAccepted.sum(),
        mailsWithReceiver.sum(),
        octetsBuffered,
        idleTimeouts.sum());
  }
}
