package io.hikyaku.api.management;

import java.util.List;

/**
 * What a group holds of each key. Of a large group a part is counted.
 *
 * @param keys the key with the most messages first
 * @param counted messages that the figures of the keys stand for
 * @param total messages of the group, on all nodes that answered
 */
public record GroupKeys(List<KeyStatus> keys, long counted, long total) {}
