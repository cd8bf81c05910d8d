package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.CommandLine;
import io.hikyaku.smtp.grammar.DomainSyntax;
import io.hikyaku.smtp.grammar.EsmtpParameters;
import io.hikyaku.smtp.grammar.MailPath;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The commands of one session and the order they may come in: RFC 5321 §4.1. Every command gives
 * exactly one reply; 354 says that data follows, 221 that the session ends.
 */
final class Dialogue {

  /** RFC 1870 §3: {@code size-value ::= 1*20DIGIT}; more than fits into a long is too large. */
  private static final int MAX_SIZE_DIGITS = 20;

  private static final int MAX_LONG_DIGITS = 18;

  private final ServerContext context;
  private final SmtpServerConfiguration configuration;
  private String heloName = "";
  private boolean extended;
  private Envelope envelope;

  Dialogue(ServerContext context) {
    this.context = context;
    this.configuration = context.configuration();
  }

  /** The name given with EHLO or HELO; empty before. */
  String heloName() {
    return heloName;
  }

  /** Whether the client said EHLO. */
  boolean extended() {
    return extended;
  }

  /** Takes the envelope out, as data ends the transaction whether the mail is accepted or not. */
  Envelope takeEnvelope() {
    Envelope taken = envelope;
    envelope = null;
    return taken;
  }

  SmtpReply handle(String line) {
    CommandLine command = CommandLine.parse(line);
    String argument = command.argument();
    return switch (command.verb()) {
      case "EHLO" -> hello(argument, true);
      case "HELO" -> hello(argument, false);
      case "MAIL" -> mail(argument);
      case "RCPT" -> recipient(argument);
      case "DATA" -> data(argument);
      case "RSET" -> argument.isEmpty() ? reset() : Replies.NO_ARGUMENT;
      case "NOOP" -> Replies.OK;
      case "QUIT" -> argument.isEmpty() ? Replies.BYE : Replies.NO_ARGUMENT;
      case "VRFY" -> argument.isEmpty() ? Replies.ARGUMENT_NEEDED : Replies.CANNOT_VERIFY;
      case "HELP" -> Replies.HELP;
      case "EXPN", "SEND", "SOML", "SAML", "TURN", "ETRN", "AUTH", "STARTTLS", "BDAT" ->
          Replies.NOT_IMPLEMENTED;
      default -> Replies.UNKNOWN_COMMAND;
    };
  }

  private SmtpReply hello(String name, boolean asksForExtensions) {
    if (!DomainSyntax.isHelloName(name)) {
      return Replies.HELLO_NAME_NEEDED;
    }
    heloName = name;
    extended = asksForExtensions;
    envelope = null;
    String hostname = configuration.hostname();
    return asksForExtensions
        ? new SmtpReply(
            250,
            "",
            List.of(
                hostname,
                "PIPELINING",
                "SIZE " + configuration.maxMessageBytes(),
                "8BITMIME",
                "ENHANCEDSTATUSCODES"))
        : SmtpReply.of(250, "", hostname);
  }

  private SmtpReply reset() {
    envelope = null;
    return Replies.OK;
  }

  private SmtpReply mail(String argument) {
    if (heloName.isEmpty()) {
      return Replies.HELLO_FIRST;
    }
    if (envelope != null) {
      return Replies.NESTED_MAIL;
    }
    MailPath path;
    try {
      path = MailPath.reverse(argument);
    } catch (SmtpSyntaxException malformed) {
      return Replies.badSender(malformed.getMessage());
    }
    Map<String, String> parameters;
    try {
      parameters = EsmtpParameters.parse(path.parameters());
    } catch (SmtpSyntaxException malformed) {
      return Replies.badParameter(malformed.getMessage());
    }
    return mail(path.mailbox(), parameters);
  }

  private SmtpReply mail(Optional<Mailbox> sender, Map<String, String> parameters) {
    boolean eightBit = false;
    OptionalLong size = OptionalLong.empty();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      // Without EHLO nothing was offered, so nothing can be used.
      switch (extended ? parameter.getKey() : "") {
        case "SIZE" -> {
          if (value.isEmpty() || value.length() > MAX_SIZE_DIGITS || !isNumber(value)) {
            return Replies.badParameter("SIZE takes a number of octets");
          }
          size =
              OptionalLong.of(
                  value.length() > MAX_LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(value));
        }
        case "BODY" -> {
          switch (value.toUpperCase(Locale.ROOT)) {
            case "8BITMIME" -> eightBit = true;
            case "7BIT" -> eightBit = false;
            case "" -> {
              return Replies.badParameter("BODY takes 7BIT or 8BITMIME");
            }
            default -> {
              return Replies.parameterValue("BODY", value);
            }
          }
        }
        default -> {
          return Replies.senderParameter(parameter.getKey());
        }
      }
    }
    if (size.isPresent() && size.getAsLong() > configuration.maxMessageBytes()) {
      return Replies.tooLarge(configuration.maxMessageBytes());
    }
    envelope = new Envelope(sender, eightBit, size);
    return Replies.SENDER_OK;
  }

  private SmtpReply recipient(String argument) {
    if (envelope == null) {
      return heloName.isEmpty() ? Replies.HELLO_FIRST : Replies.MAIL_FIRST;
    }
    SmtpReply reply = checkedRecipient(argument);
    if (!reply.isPositive()) {
      envelope.recipientRefused = true;
      context.counters.recipientsRefused.increment();
    }
    return reply;
  }

  private SmtpReply checkedRecipient(String argument) {
    MailPath path;
    try {
      path = MailPath.forward(argument, configuration.hostname());
    } catch (SmtpSyntaxException malformed) {
      return Replies.badRecipient(malformed.getMessage());
    }
    if (!path.parameters().isEmpty()) {
      return Replies.RECIPIENT_PARAMETER;
    }
    Mailbox mailbox = path.mailbox().orElseThrow();
    if (envelope.recipients.contains(mailbox)) {
      return Replies.RECIPIENT_OK;
    }
    if (envelope.recipients.size() >= configuration.maxRecipients()) {
      return Replies.tooManyRecipients(configuration.maxRecipients());
    }
    Optional<SmtpReply> refusal = context.checkRecipient(mailbox);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    envelope.recipients.add(mailbox);
    return Replies.RECIPIENT_OK;
  }

  private SmtpReply data(String argument) {
    if (!argument.isEmpty()) {
      return Replies.NO_ARGUMENT;
    }
    if (envelope == null) {
      return heloName.isEmpty() ? Replies.HELLO_FIRST : Replies.MAIL_FIRST;
    }
    if (envelope.recipients.isEmpty()) {
      return envelope.recipientRefused ? Replies.NO_VALID_RECIPIENT : Replies.RECIPIENT_FIRST;
    }
    return Replies.START_DATA;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
