package io.hikyaku.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.transcoders.SerializingTranscoder;

/** xmemcached: one connection for all threads. It cannot send without waiting but for no answer. */
final class XClient implements io.hikyaku.benchmarks.load.MemcachedClient {

  private final MemcachedClient client;

  XClient(int port) throws IOException {
    client = new XMemcachedClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    SerializingTranscoder transcoder = new SerializingTranscoder();
    transcoder.setCompressionThreshold(Integer.MAX_VALUE);
    client.setTranscoder(transcoder);
    client.setOpTimeout(10_000);
  }

  @Override
  public void set(String key, byte[] body) throws Exception {
    done(client.set(key, 0, body));
  }

  @Override
  public byte[] get(String key) throws Exception {
    return client.get(key);
  }

  @Override
  public void delete(String key) throws Exception {
    done(client.delete(key));
  }

  @Override
  public void setAll(List<String> keys, byte[] body) throws Exception {
    for (String key : keys) {
      set(key, body);
    }
  }

  @Override
  public Map<String, byte[]> getAll(List<String> keys) throws Exception {
    return client.get(keys);
  }

  @Override
  public void deleteAll(List<String> keys) throws Exception {
    for (String key : keys) {
      delete(key);
    }
  }

  private static void done(boolean answer) {
    if (!answer) {
      throw new IllegalStateException("memcached refused");
    }
  }

  @Override
  public void close() {
    try {
      client.shutdown();
    } catch (IOException e) {
      // the process ends anyway
    }
  }
}
