package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, in all and by client address. Thread-safe. */
final class ConnectionLimits {

  private final int maximum;
  private final int maximumPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> openByAddress = new ConcurrentHashMap<>();

  ConnectionLimits(int maximum, int maximumPerAddress) {
    this.maximum = maximum;
    this.maximumPerAddress = maximumPerAddress;
  }

  /**
   * Counts a connection in, or says why not; to be paired with {@link #leave} if it was.
   *
   * @param known whether the limit of an address does not hold for it
   */
  Optional<SmtpReply> enter(InetAddress address, boolean known) {
    if (open.incrementAndGet() > maximum) {
      open.decrementAndGet();
      return Optional.of(Replies.TOO_MANY_CONNECTIONS);
    }
    if (openByAddress.merge(address, 1, Integer::sum) > maximumPerAddress && !known) {
      leave(address);
      return Optional.of(Replies.TOO_MANY_FROM_ADDRESS);
    }
    return Optional.empty();
  }

  void leave(InetAddress address) {
    open.decrementAndGet();
    openByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  int open() {
    return open.get();
  }
}
