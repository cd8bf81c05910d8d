/**
 * MapReduce on the store: tuple groups, mappers and reducers, jobs as graphs of stages over groups.
 */
package io.hikyaku.api.mapreduce;
