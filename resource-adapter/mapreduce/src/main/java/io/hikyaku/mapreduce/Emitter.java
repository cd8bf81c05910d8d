package io.hikyaku.mapreduce;

/** Takes what a task writes. */
interface Emitter<K, V> {

  void write(K key, V value);

  /** Gives on what is held back. */
  void flush();
}
