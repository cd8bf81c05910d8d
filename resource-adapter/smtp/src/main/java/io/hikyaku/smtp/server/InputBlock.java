package io.hikyaku.smtp.server;

/**
 * A block of octets from the wire and how far it has been read. A plain array, not a {@code
 * ByteBuf}: the loops over it are the hot path and must not make a virtual call per octet.
 */
final class InputBlock {

  final byte[] octets;
  final int limit;
  int position;

  InputBlock(byte[] octets, int position, int limit) {
    this.octets = octets;
    this.position = position;
    this.limit = limit;
  }

  boolean isEmpty() {
    return position == limit;
  }
}
