/** Beans that pass tokens on from group to group, each hop a transaction. */
package io.hikyaku.system.moving;
