/** An application with something to see: orders that wait, returns that fail, payments, jobs. */
package io.hikyaku.system.shop;
