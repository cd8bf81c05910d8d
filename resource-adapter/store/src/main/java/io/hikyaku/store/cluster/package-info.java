/**
 * What the store needs of a cluster: members, placement of segments, replicated pages, small
 * replicated tables and calls between members. One package implements it on Infinispan; the store
 * itself knows only these interfaces.
 */
package io.hikyaku.store.cluster;
