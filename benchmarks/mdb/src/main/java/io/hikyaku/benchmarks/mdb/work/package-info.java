/** What both jobs have in common: beans start together and commits are counted. */
package io.hikyaku.benchmarks.mdb.work;
