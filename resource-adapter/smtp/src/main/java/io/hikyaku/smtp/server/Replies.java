package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;

/** What the server says: codes by RFC 5321 §4.2.3 and §4.3.2, enhanced codes by RFC 3463. */
final class Replies {

  static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "Ok");
  static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0", "Ok");
  static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5", "Ok");
  static final SmtpReply START_DATA =
      SmtpReply.of(354, "", "Start mail input; end with <CRLF>.<CRLF>");
  static final SmtpReply BYE = SmtpReply.of(221, "2.0.0", "Bye");
  static final SmtpReply CANNOT_VERIFY =
      SmtpReply.of(252, "2.0.0", "Cannot VRFY user, but will accept mail and attempt delivery");
  static final SmtpReply HELP =
      SmtpReply.of(214, "2.0.0", "EHLO HELO STARTTLS AUTH MAIL RCPT DATA RSET NOOP VRFY HELP QUIT");

  static final SmtpReply UNKNOWN_COMMAND =
      SmtpReply.of(500, "5.5.1", "Command not recognized; HELP lists those that are");
  static final SmtpReply NOT_IMPLEMENTED =
      SmtpReply.of(502, "5.5.1", "Command not implemented; see the EHLO reply for what is");
  static final SmtpReply COMMAND_MALFORMED =
      SmtpReply.of(
          500, "5.5.2", "Command lines are printable ASCII and end with <CRLF>, not bare CR or LF");
  static final SmtpReply HELLO_NAME_NEEDED =
      SmtpReply.of(501, "5.5.4", "EHLO and HELO need a domain or an address literal");
  static final SmtpReply HELLO_FIRST = SmtpReply.of(503, "5.5.1", "Send EHLO or HELO first");
  static final SmtpReply MAIL_FIRST = SmtpReply.of(503, "5.5.1", "Send MAIL first");
  static final SmtpReply RECIPIENT_FIRST = SmtpReply.of(503, "5.5.1", "Send RCPT first");
  static final SmtpReply NESTED_MAIL =
      SmtpReply.of(503, "5.5.1", "Sender already given; send RSET to begin again");
  static final SmtpReply NO_VALID_RECIPIENT =
      SmtpReply.of(554, "5.5.1", "No valid recipients: every RCPT was refused");
  static final SmtpReply NO_ARGUMENT = SmtpReply.of(501, "5.5.4", "Command takes no argument");
  static final SmtpReply ARGUMENT_NEEDED = SmtpReply.of(501, "5.5.4", "Command needs an argument");

  static final SmtpReply START_TLS = SmtpReply.of(220, "2.0.0", "Ready to start TLS");
  static final SmtpReply ALREADY_TLS = SmtpReply.of(503, "5.5.1", "TLS is in use already");
  static final SmtpReply AUTHENTICATED = SmtpReply.of(235, "2.7.0", "Authentication succeeded");
  static final SmtpReply AUTH_FAILED =
      SmtpReply.of(535, "5.7.8", "Authentication credentials invalid");
  static final SmtpReply AUTH_NOT_NOW =
      SmtpReply.of(454, "4.7.0", "Temporary authentication failure; try again later");
  static final SmtpReply AUTH_CANCELLED = SmtpReply.of(501, "5.7.0", "Authentication cancelled");
  static final SmtpReply NOT_BASE64 = SmtpReply.of(501, "5.5.2", "Base64 expected, or * to cancel");
  static final SmtpReply MECHANISM_UNKNOWN =
      SmtpReply.of(504, "5.5.4", "Mechanism not known; there are PLAIN and LOGIN");
  static final SmtpReply ENCRYPTION_NEEDED =
      SmtpReply.of(538, "5.7.11", "Send STARTTLS first: passwords are taken under TLS only");
  static final SmtpReply AUTH_AGAIN = SmtpReply.of(503, "5.5.1", "Authenticated already");
  static final SmtpReply AUTH_IN_MAIL =
      SmtpReply.of(503, "5.5.1", "Not within a mail; send RSET first");
  static final SmtpReply RELAY_DENIED =
      SmtpReply.of(550, "5.7.1", "Relaying denied: not a domain of this server; authenticate");

  static final SmtpReply BARE_LINE_BREAK =
      SmtpReply.of(
          550,
          "5.5.2",
          "Mail has a bare <CR> or <LF>; lines must end with <CRLF> (RFC 5321 2.3.8)");
  static final SmtpReply NO_MEMORY =
      SmtpReply.of(452, "4.3.1", "Insufficient memory for the mail now; try again later");
  static final SmtpReply LOOP =
      SmtpReply.of(554, "5.4.6", "Too many Received: fields; the mail seems to loop");
  static final SmtpReply RECEIVER_FAILED =
      SmtpReply.of(451, "4.3.0", "Mail could not be stored now; try again later");
  static final SmtpReply RECEIVER_SLOW =
      SmtpReply.of(451, "4.3.0", "Mail was not stored in time; try again later");

  static final SmtpReply TOO_MANY_CONNECTIONS =
      SmtpReply.of(421, "4.3.2", "Too many connections now; try again later");
  static final SmtpReply TOO_MANY_FROM_ADDRESS =
      SmtpReply.of(421, "4.7.0", "Too many connections from your address; try again later");
  static final SmtpReply TOO_MANY_BAD_COMMANDS =
      SmtpReply.of(421, "4.7.0", "Too many refused commands; closing the connection");
  static final SmtpReply TOO_MANY_COMMANDS =
      SmtpReply.of(421, "4.7.0", "Too many commands without a mail; closing the connection");
  static final SmtpReply TOO_LONG_WITHOUT_MAIL =
      SmtpReply.of(421, "4.4.2", "No mail completed for too long; closing the connection");
  static final SmtpReply FLOOD =
      SmtpReply.of(421, "4.7.0", "Too much data behind a refusal; closing the connection");
  static final SmtpReply IDLE =
      SmtpReply.of(421, "4.4.2", "Nothing received for too long; closing the connection");
  static final SmtpReply STOPPING =
      SmtpReply.of(421, "4.3.2", "Server is stopping; try again later");

  private Replies() {}

  static SmtpReply tooLarge(int limit) {
    return SmtpReply.of(552, "5.3.4", "Mail exceeds the limit of " + limit + " octets");
  }

  static SmtpReply commandTooLong(int limit) {
    return SmtpReply.of(500, "5.5.2", "Command line exceeds the limit of " + limit + " octets");
  }

  static SmtpReply textLineTooLong(int limit) {
    return SmtpReply.of(500, "5.6.0", "Line of the mail exceeds the limit of " + limit + " octets");
  }

  static SmtpReply tooManyRecipients(int limit) {
    return SmtpReply.of(452, "4.5.3", "Too many recipients: the limit is " + limit + " per mail");
  }

  static SmtpReply badSender(String why) {
    return SmtpReply.of(501, "5.1.7", "Bad sender: " + why);
  }

  static SmtpReply badRecipient(String why) {
    return SmtpReply.of(501, "5.1.3", "Bad recipient: " + why);
  }

  static SmtpReply badParameter(String why) {
    return SmtpReply.of(501, "5.5.4", "Bad parameter: " + why);
  }

  static SmtpReply parameterValue(String keyword, String value) {
    return SmtpReply.of(504, "5.5.4", keyword + "=" + value + " is not implemented");
  }

  static SmtpReply recipientParameter(String keyword) {
    return SmtpReply.of(555, "5.5.4", "RCPT parameter " + keyword + " not recognized");
  }

  static SmtpReply senderParameter(String keyword) {
    return SmtpReply.of(555, "5.5.4", "MAIL parameter " + keyword + " not recognized");
  }

  static SmtpReply queued(String id) {
    return SmtpReply.of(250, "2.0.0", "Ok: queued as " + id);
  }
}
