package io.hikyaku.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * memcached as a queue: set, get and delete for each message. It has no queue, so who takes what is
 * settled by a queue in this process, which costs it next to nothing: generous to memcached, since
 * real consumers would be elsewhere.
 */
final class MemcachedTarget implements Target {

  private final List<MemcachedClient> clients = new ArrayList<>();
  private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
  private final AtomicLong nextKey = new AtomicLong();

  MemcachedTarget(MemcachedClient.Factory factory, int connections) throws Exception {
    for (int i = 0; i < connections; i++) {
      clients.add(factory.connect());
    }
  }

  private MemcachedClient client(int thread) {
    return clients.get(thread % clients.size());
  }

  private String key() {
    return "m" + nextKey.incrementAndGet();
  }

  @Override
  public Sender sender(Work work, int thread) {
    byte[] body = Bodies.make(work.bytes());
    MemcachedClient client = client(thread);
    if (work.batch() == 1) {
      return () -> {
        String key = key();
        client.set(key, body);
        keys.add(key);
      };
    }
    return () -> {
      List<String> batch = new ArrayList<>(work.batch());
      for (int i = 0; i < work.batch(); i++) {
        batch.add(key());
      }
      client.setAll(batch, body);
      keys.addAll(batch);
    };
  }

  @Override
  public Receiver receiver(Work work, int thread) {
    MemcachedClient client = client(thread);
    if (work.batch() == 1) {
      return () -> {
        String key = keys.poll(1, TimeUnit.SECONDS);
        if (key == null) {
          return 0;
        }
        Target.check(client.get(key), work.bytes());
        client.delete(key);
        return 1;
      };
    }
    return () -> receiveBatch(client, work);
  }

  private int receiveBatch(MemcachedClient client, Work work) throws Exception {
    String first = keys.poll(1, TimeUnit.SECONDS);
    if (first == null) {
      return 0;
    }
    List<String> batch = new ArrayList<>(work.batch());
    batch.add(first);
    keys.drainTo(batch, work.batch() - 1);
    Map<String, byte[]> bodies = client.getAll(batch);
    for (String key : batch) {
      Target.check(bodies.get(key), work.bytes());
    }
    client.deleteAll(batch);
    return batch.size();
  }

  @Override
  public void close() {
    clients.forEach(MemcachedClient::close);
  }
}
