/** A database that does nothing, so that a transaction has two phases. */
package io.hikyaku.benchmarks.mdb.nothing;
