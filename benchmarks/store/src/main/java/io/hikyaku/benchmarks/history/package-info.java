/**
 * Judges what was seen of a queue store against what it promises. Knows nothing of any store: plain
 * events in, a verdict out.
 */
package io.hikyaku.benchmarks.history;
