/** Members of the cluster, transactions in doubt, message-driven beans. */
package io.hikyaku.admin.node;
