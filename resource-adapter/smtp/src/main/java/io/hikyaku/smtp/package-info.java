/**
 * SMTP (RFC 5321) without a store and without Jakarta EE: a server that hands mails to a receiver
 * ({@code server}), a pipelined client with a connection pool ({@code client}), bounces ({@code
 * bounce}) and the address and command grammar they share ({@code grammar}).
 */
package io.hikyaku.smtp;
