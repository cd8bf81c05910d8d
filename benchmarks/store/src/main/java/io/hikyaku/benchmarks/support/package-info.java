/** What the benchmarks share: options, processes, processor time, results. */
package io.hikyaku.benchmarks.support;
