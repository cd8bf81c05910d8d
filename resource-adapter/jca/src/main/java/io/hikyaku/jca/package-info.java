/**
 * The resource adapter: Jakarta Connectors 2.1 in front of the queue store. It translates what the
 * server's contracts say into the store's words and back, and decides nothing of its own.
 *
 * <p>Public are only the JavaBeans that a server configures by reflection.
 */
package io.hikyaku.jca;
