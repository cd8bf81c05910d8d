/** A database driver that ends the process at a chosen step; in a library of the server. */
package io.hikyaku.system.crash;
