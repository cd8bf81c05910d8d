package io.hikyaku.api.management;

import java.time.Instant;

/**
 * A node that went without a word, killed or cut off, and is not back.
 *
 * @param name its node name
 * @param since when the node that was asked noticed
 */
public record MissingNode(String name, Instant since) {}
