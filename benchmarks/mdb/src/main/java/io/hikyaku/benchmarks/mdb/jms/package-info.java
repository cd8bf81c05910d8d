/** The job with Jakarta Messaging, for Artemis's adapter. */
package io.hikyaku.benchmarks.mdb.jms;
