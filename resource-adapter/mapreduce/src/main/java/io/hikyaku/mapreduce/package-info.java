/**
 * Runs jobs on the store: plain Java over its interfaces. A job's state is in the store; steps are
 * messages; whoever takes one runs it. See ADR 9.
 */
package io.hikyaku.mapreduce;
