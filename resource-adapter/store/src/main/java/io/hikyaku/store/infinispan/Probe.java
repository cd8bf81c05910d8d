package io.hikyaku.store.infinispan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks whether anybody listens at one of several addresses. A node that founds a cluster should
 * not wait for others; but one that gives up too early on others that are slow founds a second
 * cluster, which then has to be merged.
 */
final class Probe {

  private Probe() {}

  /**
   * Whether one of the addresses takes a connection. Blocks for {@code timeoutMs} at the most.
   * Addresses that are not resolved count as silent.
   */
  static boolean anyoneAt(List<InetSocketAddress> addresses, long timeoutMs) {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    List<SocketChannel> open = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (InetSocketAddress address : addresses) {
        if (!address.isUnresolved() && connects(address, selector, open)) {
          return true;
        }
      }
      while (!selector.keys().isEmpty()) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
        if (leftMs <= 0 || selector.select(leftMs) == 0) {
          return false;
        }
        for (SelectionKey key : selector.selectedKeys()) {
          if (finished((SocketChannel) key.channel())) {
            return true;
          }
          key.cancel();
        }
        selector.selectedKeys().clear();
        selector.selectNow();
      }
      return false;
    } catch (IOException e) {
      // no selector to be had: take it that somebody may be there
      return true;
    } finally {
      open.forEach(Probe::close);
    }
  }

  private static boolean connects(
      InetSocketAddress address, Selector selector, List<SocketChannel> open) {
    try {
      SocketChannel channel = SocketChannel.open();
      open.add(channel);
      channel.configureBlocking(false);
      if (channel.connect(address)) {
        return true;
      }
      channel.register(selector, SelectionKey.OP_CONNECT);
      return false;
    } catch (IOException e) {
      // refused at once
      return false;
    }
  }

  private static boolean finished(SocketChannel channel) {
    try {
      return channel.finishConnect();
    } catch (IOException e) {
      // refused
      return false;
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone either way
      return;
    }
  }
}
