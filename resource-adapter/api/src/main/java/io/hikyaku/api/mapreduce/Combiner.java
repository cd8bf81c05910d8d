package io.hikyaku.api.mapreduce;

/**
 * Makes one value of two of the same key, before they are stored. Must be associative and
 * commutative, as it is applied any number of times, to what happens to be in memory. May change
 * and return its first argument. Stateless; made by its constructor without arguments.
 */
public interface Combiner<V> {

  V combine(V one, V other);
}
