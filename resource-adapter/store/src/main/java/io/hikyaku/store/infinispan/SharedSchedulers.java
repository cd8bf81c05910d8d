package io.hikyaku.store.infinispan;

import io.reactivex.rxjava3.schedulers.Schedulers;

/**
 * RxJava's schedulers, which Infinispan starts by touching them, are shared by all nodes of a class
 * loader: the last node to go stops them. Left running they keep the class loader of an undeployed
 * adapter alive.
 */
final class SharedSchedulers {

  private static final Object LOCK = new Object();

  private static int users;

  private SharedSchedulers() {}

  static void acquire() {
    synchronized (LOCK) {
      if (users++ == 0) {
        Schedulers.start();
      }
    }
  }

  static void release() {
    synchronized (LOCK) {
      if (--users == 0) {
        Schedulers.shutdown();
      }
    }
  }
}
