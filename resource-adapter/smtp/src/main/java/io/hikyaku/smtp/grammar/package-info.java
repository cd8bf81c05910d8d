/**
 * The grammar of SMTP command lines and addresses: RFC 5321 §4.1.2 and §4.1.3. Everything here is
 * immutable or confined to one call, and knows nothing of connections.
 */
package io.hikyaku.smtp.grammar;
