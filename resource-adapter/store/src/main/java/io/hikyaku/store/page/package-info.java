/**
 * The layout of pages: how records of messages become the immutable bytes that are replicated.
 * Knows nothing of clusters or queues.
 */
package io.hikyaku.store.page;
