/** Jobs to learn from. Each checks its result against a plain computation. */
package io.hikyaku.examples;
