/**
 * What applications see of Hikyaku: the injected factory, connections, messages, the listeners that
 * message-driven beans implement, and the exceptions. It depends on nothing but the Java platform.
 */
package io.hikyaku.api;
