/**
 * A node of the store put together: who owns which segment, groups, transactions, status. Depends
 * on the index, the committer and the cluster; nothing depends on it.
 */
package io.hikyaku.store.node;
