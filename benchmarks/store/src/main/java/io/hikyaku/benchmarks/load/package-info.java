/** Blocking producers and consumers on the store, on memcached and on Redis. */
package io.hikyaku.benchmarks.load;
