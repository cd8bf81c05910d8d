package io.hikyaku.smtp.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds addresses of host names on threads of its own, as the platform's resolver blocks. IP
 * addresses need no thread.
 */
final class HostResolver implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_ADDRESSES = 5;
  private static final long TERMINATION_MS = 5000;

  private final ThreadPoolExecutor executor;

  HostResolver() {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "hikyaku-smtp-resolver-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** The first few addresses in the platform's order; fails with an UnknownHostException. */
  CompletionStage<List<InetSocketAddress>> resolve(SmtpDestination destination) {
    if (destination.address() != null) {
      return CompletableFuture.completedStage(
          List.of(new InetSocketAddress(destination.address(), destination.port())));
    }
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(destination.host());
    try {
      if (literal != null) {
        InetAddress address = InetAddress.getByAddress(literal);
        return CompletableFuture.completedStage(
            List.of(new InetSocketAddress(address, destination.port())));
      }
      return CompletableFuture.supplyAsync(() -> lookUp(destination), executor);
    } catch (UnknownHostException | RejectedExecutionException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private static List<InetSocketAddress> lookUp(SmtpDestination destination) {
    try {
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(destination.host())) {
        if (addresses.size() < MAX_ADDRESSES) {
          addresses.add(new InetSocketAddress(address, destination.port()));
        }
      }
      return addresses;
    } catch (UnknownHostException unknown) {
      throw new CompletionException(unknown);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      var unused = executor.awaitTermination(TERMINATION_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
