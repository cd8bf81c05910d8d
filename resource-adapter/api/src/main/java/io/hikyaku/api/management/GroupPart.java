package io.hikyaku.api.management;

/**
 * What one node holds of a group as the primary.
 *
 * @param node its name
 * @param answering whether it answered in time; if not, the figures are zero
 * @param ready messages that wait for a consumer
 * @param delayed messages held back until their time
 * @param inFlight messages leased to a consumer
 * @param bytes stored
 * @param consumers that wait there
 */
public record GroupPart(
    String node,
    boolean answering,
    long ready,
    long delayed,
    long inFlight,
    long bytes,
    int consumers) {}
