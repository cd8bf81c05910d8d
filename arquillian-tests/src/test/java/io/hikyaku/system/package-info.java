/**
 * Whole servers, as an operator runs them, from outside: started, killed, hung, stopped, configured
 * wrongly. {@code LibertyNode} is one of them; everything else is a client or an observer.
 */
package io.hikyaku.system;
