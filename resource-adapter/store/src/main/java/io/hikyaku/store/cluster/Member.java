package io.hikyaku.store.cluster;

/**
 * A member of the cluster during one life of its process.
 *
 * @param incarnation new at every start, unique over the cluster
 * @param nodeName kept over restarts
 * @param address for people: host and port
 */
public record Member(long incarnation, String nodeName, String address) {}
