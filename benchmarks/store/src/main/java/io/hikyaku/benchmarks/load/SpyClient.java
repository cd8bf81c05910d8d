package io.hikyaku.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.transcoders.SerializingTranscoder;

/** spymemcached: one connection for all threads, with writes of many callers joined. */
final class SpyClient implements io.hikyaku.benchmarks.load.MemcachedClient {

  private final MemcachedClient client;

  SpyClient(int port) throws IOException {
    SerializingTranscoder transcoder = new SerializingTranscoder();
    // bodies do not compress; trying to would only cost
    transcoder.setCompressionThreshold(Integer.MAX_VALUE);
    client =
        new MemcachedClient(
            new ConnectionFactoryBuilder()
                .setTranscoder(transcoder)
                .setOpTimeout(10_000)
                .setUseNagleAlgorithm(false)
                .build(),
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
  }

  @Override
  public void set(String key, byte[] body) throws Exception {
    done(client.set(key, 0, body));
  }

  @Override
  public byte[] get(String key) {
    return (byte[]) client.get(key);
  }

  @Override
  public void delete(String key) throws Exception {
    done(client.delete(key));
  }

  @Override
  public void setAll(List<String> keys, byte[] body) throws Exception {
    List<Future<Boolean>> answers = new ArrayList<>(keys.size());
    for (String key : keys) {
      answers.add(client.set(key, 0, body));
    }
    for (Future<Boolean> answer : answers) {
      done(answer);
    }
  }

  @Override
  public Map<String, byte[]> getAll(List<String> keys) {
    Map<String, byte[]> bodies = new HashMap<>();
    client.getBulk(keys).forEach((key, body) -> bodies.put(key, (byte[]) body));
    return bodies;
  }

  @Override
  public void deleteAll(List<String> keys) throws Exception {
    List<Future<Boolean>> answers = new ArrayList<>(keys.size());
    for (String key : keys) {
      answers.add(client.delete(key));
    }
    for (Future<Boolean> answer : answers) {
      done(answer);
    }
  }

  private static void done(Future<Boolean> answer) throws Exception {
    if (!answer.get()) {
      throw new IllegalStateException("memcached refused");
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
