package io.hikyaku.benchmarks.load;

import java.util.List;
import java.util.Map;

/** One connection to memcached; used by many threads. */
interface MemcachedClient {

  /** Makes a connection. */
  interface Factory {
    MemcachedClient connect() throws Exception;
  }

  void set(String key, byte[] body) throws Exception;

  byte[] get(String key) throws Exception;

  void delete(String key) throws Exception;

  /** Sends all, then waits for all answers. */
  void setAll(List<String> keys, byte[] body) throws Exception;

  Map<String, byte[]> getAll(List<String> keys) throws Exception;

  /** Sends all, then waits for all answers. */
  void deleteAll(List<String> keys) throws Exception;

  void close();
}
