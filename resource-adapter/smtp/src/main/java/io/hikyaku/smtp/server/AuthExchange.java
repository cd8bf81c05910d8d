package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * One AUTH command and the lines that follow it: RFC 4954 with the mechanisms PLAIN (RFC 4616) and
 * LOGIN (obsolete, but what many clients have). Ends with a refusal or with a name and a password.
 */
final class AuthExchange {

  private static final SmtpReply ASK_USER = SmtpReply.of(334, "", "VXNlcm5hbWU6");
  private static final SmtpReply ASK_PASSWORD = SmtpReply.of(334, "", "UGFzc3dvcmQ6");
  private static final SmtpReply ASK = SmtpReply.of(334, "", "");

  private enum Mechanism {
    PLAIN,
    LOGIN
  }

  private Mechanism mechanism;
  private String user;
  private String password;

  /** The name, once {@link #complete}. */
  String user() {
    return user;
  }

  /** The password, once {@link #complete}. */
  String password() {
    return password;
  }

  /** Whether name and password are there. */
  boolean complete() {
    return user != null && password != null;
  }

  /** Takes what stands behind AUTH; the reply means nothing once this is {@link #complete}. */
  SmtpReply begin(String argument) {
    String[] words = argument.split(" +", 2);
    switch (words[0].toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> mechanism = Mechanism.PLAIN;
      case "LOGIN" -> mechanism = Mechanism.LOGIN;
      case "" -> {
        return Replies.ARGUMENT_NEEDED;
      }
      default -> {
        return Replies.MECHANISM_UNKNOWN;
      }
    }
    if (words.length == 1) {
      return mechanism == Mechanism.PLAIN ? ASK : ASK_USER;
    }
    // RFC 4954 §4: a single "=" is an empty initial response
    return respond(words[1].equals("=") ? "" : words[1]);
  }

  /** Takes a line of the client's. */
  SmtpReply respond(String line) {
    if (line.equals("*")) {
      return Replies.AUTH_CANCELLED;
    }
    String text;
    try {
      text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Replies.NOT_BASE64;
    }
    if (mechanism == Mechanism.LOGIN) {
      if (user == null) {
        user = text;
        return ASK_PASSWORD;
      }
      password = text;
      return Replies.OK;
    }
    // [authzid] NUL authcid NUL passwd
    String[] parts = text.split("\0", -1);
    if (parts.length != 3 || (!parts[0].isEmpty() && !parts[0].equals(parts[1]))) {
      return Replies.AUTH_FAILED;
    }
    user = parts[1];
    password = parts[2];
    return Replies.OK;
  }
}
