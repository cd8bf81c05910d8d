/** Which servers take the mail of a domain: RFC 5321 §5.1, RFC 7505. */
package io.hikyaku.smtp.route;
