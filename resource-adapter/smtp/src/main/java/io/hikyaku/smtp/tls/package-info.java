/** Certificates and keys of the server, and the opportunistic TLS of the client (RFC 3207). */
package io.hikyaku.smtp.tls;
