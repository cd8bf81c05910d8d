package io.hikyaku.store.index;

import io.hikyaku.api.management.GroupSettings;

/**
 * A group during one life.
 *
 * @param name as applications know it
 * @param epoch names this life: records carry it in place of the name
 * @param settings how it behaves
 * @param deadLetterEpoch epoch of the group that takes its dead letters; 0 if it has none, being
 *     one itself
 */
public record Group(String name, long epoch, GroupSettings settings, long deadLetterEpoch) {}
