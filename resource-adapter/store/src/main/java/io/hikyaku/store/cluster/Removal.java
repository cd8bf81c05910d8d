package io.hikyaku.store.cluster;

/**
 * A page to be removed.
 *
 * @param tombstone whether a {@link Tombstone} is to stand for it: a member that is missing may
 *     still have the page, and would bring it back
 */
public record Removal(PageName page, boolean tombstone) {}
