package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.CommandLine;
import io.hikyaku.smtp.grammar.DomainSyntax;
import io.hikyaku.smtp.grammar.MailPath;
import io.hikyaku.smtp.grammar.Mailbox;
import io.hikyaku.smtp.grammar.SmtpSyntaxException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of one session and the order they may come in: RFC 5321 §4.1. Every command gives
 * exactly one reply; 354 says that data follows, 220 that TLS does, 221 that the session ends.
 * AUTH, which takes several lines, is the {@link SmtpSession}'s.
 */
final class Dialogue {

  private final ServerContext context;
  private final SmtpServerConfiguration configuration;
  private final InetSocketAddress peer;
  private String heloName = "";
  private String user = "";
  private boolean encrypted;
  private boolean extended;
  private Envelope envelope;

  Dialogue(ServerContext context, InetSocketAddress peer) {
    this.context = context;
    this.peer = peer;
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

  /** Who has authenticated; empty if nobody has. */
  String user() {
    return user;
  }

  /** How the client speaks, as the {@code Received:} field says it: RFC 3848. */
  String protocol() {
    if (!extended) {
      return "SMTP";
    }
    return "ESMTP" + (encrypted ? "S" : "") + (user.isEmpty() ? "" : "A");
  }

  /** TLS begins: all that was said before is forgotten (RFC 3207 §4.2). */
  void encrypted() {
    encrypted = true;
    heloName = "";
    extended = false;
    envelope = null;
    user = "";
  }

  void authenticated(String name) {
    user = name;
  }

  /** Why AUTH cannot come now; empty if it can. */
  Optional<SmtpReply> authRefusal() {
    if (configuration.security().authenticator().isEmpty()) {
      return Optional.of(Replies.NOT_IMPLEMENTED);
    } else if (!encrypted) {
      return Optional.of(Replies.ENCRYPTION_NEEDED);
    } else if (!extended) {
      return Optional.of(Replies.HELLO_FIRST);
    } else if (envelope != null) {
      return Optional.of(Replies.AUTH_IN_MAIL);
    }
    return user.isEmpty() ? Optional.empty() : Optional.of(Replies.AUTH_AGAIN);
  }

  /** Takes the envelope out, as data ends the transaction whether the mail is accepted or not. */
  Envelope takeEnvelope() {
    Envelope taken = envelope;
    envelope = null;
    return taken;
  }

  SmtpReply handle(CommandLine command) {
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
      case "STARTTLS" -> startTls(argument);
      case "EXPN", "SEND", "SOML", "SAML", "TURN", "ETRN", "BDAT" -> Replies.NOT_IMPLEMENTED;
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
    if (!asksForExtensions) {
      return SmtpReply.of(250, "", hostname);
    }
    List<String> lines = new ArrayList<>();
    lines.add(hostname);
    lines.add("PIPELINING");
    lines.add("SIZE " + configuration.maxMessageBytes());
    lines.add("8BITMIME");
    lines.add("ENHANCEDSTATUSCODES");
    lines.add("DSN");
    if (offersTls()) {
      lines.add("STARTTLS");
    }
    if (offersAuth()) {
      lines.add("AUTH PLAIN LOGIN");
    }
    return new SmtpReply(250, "", lines);
  }

  private boolean offersTls() {
    return !encrypted && configuration.security().tls().isPresent();
  }

  private boolean offersAuth() {
    return encrypted && configuration.security().authenticator().isPresent();
  }

  private SmtpReply startTls(String argument) {
    if (configuration.security().tls().isEmpty()) {
      return Replies.NOT_IMPLEMENTED;
    } else if (encrypted) {
      return Replies.ALREADY_TLS;
    }
    return argument.isEmpty() ? Replies.START_TLS : Replies.NO_ARGUMENT;
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
    MailParameters parameters;
    try {
      parameters = MailParameters.parse(path.parameters(), extended, offersAuth());
    } catch (ParameterRefusedException refused) {
      return refused.reply();
    }
    int largest = configuration.maxMessageBytes();
    if (parameters.size().orElse(0) > largest) {
      return Replies.tooLarge(largest);
    }
    envelope = new Envelope(path.mailbox(), parameters);
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
    RecipientParameters parameters;
    try {
      parameters = RecipientParameters.parse(path.parameters(), extended);
    } catch (ParameterRefusedException refused) {
      return refused.reply();
    }
    Mailbox mailbox = path.mailbox().orElseThrow();
    if (!mayRelay(mailbox.domain())) {
      return Replies.RELAY_DENIED;
    }
    if (envelope.recipients.containsKey(mailbox)) {
      return Replies.RECIPIENT_OK;
    }
    if (envelope.recipients.size() >= configuration.maxRecipients()) {
      return Replies.tooManyRecipients(configuration.maxRecipients());
    }
    Optional<SmtpReply> refusal = context.checkRecipient(mailbox);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    envelope.recipients.put(
        mailbox,
        new IncomingRecipient(mailbox, parameters.notifyOn(), parameters.originalRecipient()));
    return Replies.RECIPIENT_OK;
  }

  private boolean mayRelay(String domain) {
    RelayPolicy policy = configuration.security().relay();
    // postmaster here must always be reached (RFC 5321 §4.5.1), and so this host's own name is ours
    return domain.equalsIgnoreCase(configuration.hostname())
        || policy.isOwn(domain)
        || !user.isEmpty()
        || policy.isAllowed(peer);
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
}
