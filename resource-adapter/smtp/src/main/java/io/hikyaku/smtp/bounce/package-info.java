/** Bounces: delivery status notifications of RFC 3464 in the report format of RFC 6522. */
package io.hikyaku.smtp.bounce;
