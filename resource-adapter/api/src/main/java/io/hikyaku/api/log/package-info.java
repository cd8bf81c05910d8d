/** Numbered messages for operators. */
package io.hikyaku.api.log;
