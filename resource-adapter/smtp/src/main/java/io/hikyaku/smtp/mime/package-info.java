/** What mails look like inside, as far as a server must know: RFC 2045 and 2046. */
package io.hikyaku.smtp.mime;
