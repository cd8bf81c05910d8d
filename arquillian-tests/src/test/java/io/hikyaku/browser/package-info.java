/** A real browser, and what is asked of every page in it. */
package io.hikyaku.browser;
