/** Work on many messages that takes a while: begun, watched, cancelled. */
package io.hikyaku.admin.task;
