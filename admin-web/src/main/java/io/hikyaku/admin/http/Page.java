package io.hikyaku.admin.http;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items of it
 * @param total how many there are, after filtering; -1 if that is not known
 * @param offset how many were left out
 * @param limit how many there could be
 * @param at when it was gathered, ISO-8601
 */
public record Page<T>(List<T> items, long total, int offset, int limit, String at) {}
