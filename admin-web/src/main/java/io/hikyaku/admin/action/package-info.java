/** Who did what. */
package io.hikyaku.admin.action;
