/** The benchmarks of the store, each a subcommand; the scripts beside this module start them. */
package io.hikyaku.benchmarks;
