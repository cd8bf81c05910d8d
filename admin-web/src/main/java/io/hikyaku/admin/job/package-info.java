/** Jobs and the tuple groups they work on. */
package io.hikyaku.admin.job;
