/** How long the purge of a group takes, whatever it holds. */
package io.hikyaku.benchmarks.delete;
