/** Groups, their messages and their dead letters. */
package io.hikyaku.admin.queue;
