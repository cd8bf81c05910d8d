package io.hikyaku.store.cluster;

/** A page to be stored, or stored. The bytes are not copied and must not be changed. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record NamedPage(PageName name, byte[] bytes) {}
