package io.hikyaku.admin.queue;

/**
 * A result that is a number.
 *
 * @param count of what was treated
 */
public record Count(long count) {}
