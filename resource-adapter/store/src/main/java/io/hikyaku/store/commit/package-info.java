/**
 * The way of records into pages and of pages to their copies: the group committer of this node, and
 * the way to the committers of other nodes. Records of a segment are written by its primary alone.
 */
package io.hikyaku.store.commit;
