/** The peer's broker, and the driver of the rounds: processes of their own. */
package io.hikyaku.benchmarks.mdb.broker;
