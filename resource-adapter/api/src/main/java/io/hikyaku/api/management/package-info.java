/** What operators and consoles see: groups, nodes and the state of the cluster. */
package io.hikyaku.api.management;
