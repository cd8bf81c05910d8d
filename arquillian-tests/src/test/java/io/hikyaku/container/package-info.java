/**
 * The adapter as an application sees it, from inside a server: injection, transactions,
 * message-driven beans. Run by Arquillian.
 */
package io.hikyaku.container;
