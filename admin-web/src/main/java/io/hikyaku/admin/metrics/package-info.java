/** What Prometheus reads. */
package io.hikyaku.admin.metrics;
