/** Mail by destination. */
package io.hikyaku.admin.mail;
