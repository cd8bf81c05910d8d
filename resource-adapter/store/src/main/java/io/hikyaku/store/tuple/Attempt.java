package io.hikyaku.store.tuple;

/**
 * One try at writing something.
 *
 * @param writer incarnation of the member that tries
 * @param number of the try within that member
 */
record Attempt(long writer, int number) {}
