/**
 * The cluster on Infinispan and JGroups: the only package that knows either.
 *
 * <p>Pages live in a distributed cache whose segments are those of the store; groups and intents in
 * replicated caches; calls between members go over a fork of the same JGroups channel. {@link
 * io.hikyaku.store.infinispan.InfinispanCluster} is the way in.
 */
package io.hikyaku.store.infinispan;
