/** The same jobs on our engine, on Spark and on Hadoop, each in a process of its own. */
package io.hikyaku.benchmarks.mapreduce;
