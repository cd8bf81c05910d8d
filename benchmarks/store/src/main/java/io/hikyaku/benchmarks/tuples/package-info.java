/** Bulk writing and reading of tuples, and dropping them. */
package io.hikyaku.benchmarks.tuples;
