package io.hikyaku.jca;

import io.hikyaku.store.BranchId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.transaction.xa.Xid;

/**
 * The name of a transaction branch in both worlds: {@code xa:<format id>:<global>:<qualifier>}, all
 * hexadecimal, in the store; an {@link Xid} for the transaction manager, which must get back the
 * very bytes it gave (Jakarta Transactions, XAResource.recover).
 */
final class BranchXid implements Xid {

  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern NAME =
      Pattern.compile("xa:([0-9a-f]{1,8}):((?:[0-9a-f]{2}){0,64}):((?:[0-9a-f]{2}){0,64})");

  private final int formatId;
  private final byte[] global;
  private final byte[] qualifier;

  private BranchXid(int formatId, byte[] global, byte[] qualifier) {
    this.formatId = formatId;
    this.global = global;
    this.qualifier = qualifier;
  }

  /** The store's name for a branch. */
  static BranchId encode(Xid xid) {
    return new BranchId(
        "xa:"
            + Integer.toHexString(xid.getFormatId())
            + ':'
            + HEX.formatHex(xid.getGlobalTransactionId())
            + ':'
            + HEX.formatHex(xid.getBranchQualifier()));
  }

  /** The transaction manager's name for a branch; empty if {@link #encode} did not make it. */
  static Optional<Xid> decode(BranchId branch) {
    Matcher parts = NAME.matcher(branch.value());
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new BranchXid(
            Integer.parseUnsignedInt(parts.group(1), 16),
            HEX.parseHex(parts.group(2)),
            HEX.parseHex(parts.group(3))));
  }

  @Override
  public int getFormatId() {
    return formatId;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return global.clone();
  }

  @Override
  public byte[] getBranchQualifier() {
    return qualifier.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BranchXid xid && encode(this).equals(encode(xid));
  }

  @Override
  public int hashCode() {
    return encode(this).hashCode();
  }

  @Override
  public String toString() {
    return encode(this).value();
  }
}
