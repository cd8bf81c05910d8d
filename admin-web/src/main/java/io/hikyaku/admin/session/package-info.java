/** Users and their sessions. */
package io.hikyaku.admin.session;
