/**
 * Disturbs a cluster at random while every node sends and consumes, and has the history judged.
 * What callers see is written down by them, not asked from the store.
 */
package io.hikyaku.benchmarks.chaos;
