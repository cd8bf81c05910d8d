package io.hikyaku.store.index;

import io.hikyaku.store.Lease;
import java.util.List;

/** Leases found for a waiter under the index's lock, to be handed over outside of it. */
record Delivery(Waiter waiter, List<Lease> leases) {}
