/**
 * The status of groups, nodes and the cluster as JSON over HTTP, and MicroProfile health checks.
 * Read only.
 */
package io.hikyaku.admin;
