/**
 * What the primary of a segment knows: which pages are stored, which messages live in them, which
 * are ready, delayed or leased, and who waits for one. A fold over pages (see {@link
 * io.hikyaku.store.page.PageCodec}), in memory, rebuilt by whoever becomes the primary. Knows
 * nothing of clusters or threads; one lock guards all of it.
 */
package io.hikyaku.store.index;
