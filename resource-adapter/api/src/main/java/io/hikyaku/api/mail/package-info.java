/** Mail as it travels through queue groups. */
package io.hikyaku.api.mail;
