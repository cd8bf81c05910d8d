package io.hikyaku.smtp.server;

import io.hikyaku.smtp.MailDate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** The {@code Received:} field: what this server adds, and what earlier ones have. */
final class TraceHeader {

  private static final byte[] NAME = "received:".getBytes(StandardCharsets.US_ASCII);

  private TraceHeader() {}

  /** The field of RFC 5321 §4.4 with its CRLF. */
  static byte[] received(
      String heloName,
      InetSocketAddress peer,
      String hostname,
      String protocol,
      String id,
      Instant at) {
    String field =
        "Received: from "
            + heloName
            + " ("
            + literal(peer.getAddress())
            + ")\r\n\tby "
            + hostname
            + " with "
            + protocol
            + " id "
            + id
            + ";\r\n\t"
            + MailDate.format(at)
            + "\r\n";
    return field.getBytes(StandardCharsets.US_ASCII);
  }

  /** How many {@code Received:} fields the headers of a mail with CRLF line ends have. */
  static int count(byte[] mail) {
    int fields = 0;
    int line = 0;
    while (line < mail.length && mail[line] != '\r') {
      if (startsWithName(mail, line)) {
        fields++;
      }
      while (line < mail.length && mail[line] != '\n') {
        line++;
      }
      line++;
    }
    return fields;
  }

  private static boolean startsWithName(byte[] mail, int at) {
    if (mail.length - at < NAME.length) {
      return false;
    }
    for (int i = 0; i < NAME.length; i++) {
      int lowerCase = mail[at + i] >= 'A' && mail[at + i] <= 'Z' ? mail[at + i] + 32 : mail[at + i];
      if (lowerCase != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    if (address instanceof Inet6Address) {
      int zone = text.indexOf('%');
      return "[IPv6:" + (zone < 0 ? text : text.substring(0, zone)).toLowerCase(Locale.ROOT) + "]";
    }
    return "[" + text + "]";
  }
}
