package io.hikyaku.api.mapreduce;

/**
 * A tuple group and what it holds.
 *
 * @param bytes of one copy
 * @param skew the bytes of the largest partition over their mean; 1 is even, 0 for an empty group
 */
public record TupleGroupStatus(
    String name, TupleGroupSettings settings, long tuples, long bytes, double skew) {}
