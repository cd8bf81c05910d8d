/** A database driver whose transactions can be held at each step, put into the server. */
package io.hikyaku.system.hold;
