package io.hikyaku.store;

import static java.util.Objects.requireNonNull;

/**
 * The name of a transaction branch. The store only compares it and keeps it.
 *
 * @param value the branch's identifier as text, unique over the cluster
 */
public record BranchId(String value) {
  public BranchId {
    requireNonNull(value, "value");
  }
}
