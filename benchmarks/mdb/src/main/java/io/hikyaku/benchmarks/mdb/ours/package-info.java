/** The job with our adapter. */
package io.hikyaku.benchmarks.mdb.ours;
