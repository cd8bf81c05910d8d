/** What can be told of the console from its files, without a browser. */
package io.hikyaku.admin.console;
