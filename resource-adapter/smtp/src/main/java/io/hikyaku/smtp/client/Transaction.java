package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.hikyaku.smtp.grammar.EsmtpParameters;
import io.hikyaku.smtp.grammar.Xtext;
import io.hikyaku.smtp.mime.SevenBitConversion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.Future;

/**
 * One mail on one connection: what has been said and answered of it. Its commands are numbered: 0
 * is MAIL, then one RCPT for each recipient, then DATA.
 */
final class Transaction {

  /** The number of RSET. */
  static final int RESET = -1;

  /** The number of MAIL; those of RCPT follow. */
  static final int MAIL = 0;

  private final Delivery delivery;
  private final OutgoingMail mail;
  private final ServerExtensions extensions;
  private final boolean[] accepted;
  private int acceptedCount;
  private boolean senderRefused;
  private boolean answered;
  private Future<?> finalDot;

  /**
   * @param mail that of the delivery, as this server takes it
   */
  Transaction(Delivery delivery, OutgoingMail mail, ServerExtensions extensions) {
    this.delivery = delivery;
    this.mail = mail;
    this.extensions = extensions;
    this.accepted = new boolean[delivery.recipients().size()];
  }

  Delivery delivery() {
    return delivery;
  }

  OutgoingMail mail() {
    return mail;
  }

  /** The number of DATA. */
  int dataCommand() {
    return accepted.length + 1;
  }

  DeliveryStage stageOf(int command) {
    if (command <= MAIL) {
      return DeliveryStage.MAIL;
    }
    return command < dataCommand() ? DeliveryStage.RECIPIENT : DeliveryStage.DATA;
  }

  void encode(int command, ByteBuf out) {
    if (command == RESET) {
      ByteBufUtil.writeAscii(out, "RSET\r\n");
    } else if (command == MAIL) {
      ByteBufUtil.writeAscii(out, "MAIL FROM:<");
      ByteBufUtil.writeAscii(out, mail.sender());
      ByteBufUtil.writeAscii(out, ">");
      if (extensions.size()) {
        ByteBufUtil.writeAscii(out, " SIZE=" + mail.content().length);
      }
      if (extensions.eightBit()
          && (mail.eightBit() || SevenBitConversion.isNeeded(mail.content()))) {
        ByteBufUtil.writeAscii(out, " BODY=8BITMIME");
      }
      parameter(" RET=", mail.returned(), out);
      parameter(" ENVID=", mail.envelopeId(), out);
      ByteBufUtil.writeAscii(out, "\r\n");
    } else if (command < dataCommand()) {
      ByteBufUtil.writeAscii(out, "RCPT TO:<");
      OutgoingRecipient recipient = delivery.recipients().get(command - 1);
      ByteBufUtil.writeAscii(out, recipient.address());
      ByteBufUtil.writeAscii(out, ">");
      parameter(" NOTIFY=", recipient.notifyOn(), out);
      parameter(" ORCPT=", recipient.originalRecipient(), out);
      ByteBufUtil.writeAscii(out, "\r\n");
    } else {
      ByteBufUtil.writeAscii(out, "DATA\r\n");
    }
  }

  /**
   * What the sender wants to hear, to a server that offers to tell (RFC 3461). What an application
   * said need not be xtext; as it is, it could be a command of its own.
   */
  private void parameter(String name, String value, ByteBuf out) {
    if (extensions.dsn() && !value.isEmpty()) {
      ByteBufUtil.writeAscii(out, name);
      ByteBufUtil.writeAscii(out, EsmtpParameters.isValue(value) ? value : Xtext.encode(value));
    }
  }

  /** Takes the reply to MAIL or a RCPT. */
  void answer(int command, SmtpReply reply) {
    answered = true;
    if (command == MAIL) {
      if (!reply.isPositive()) {
        senderRefused = true;
        decideAll(Outcome.replied(DeliveryStage.MAIL, reply));
      }
    } else if (!senderRefused) {
      if (reply.isPositive()) {
        accepted[command - 1] = true;
        acceptedCount++;
      } else {
        delivery.decide(
            delivery.recipients().get(command - 1).address(),
            Outcome.replied(DeliveryStage.RECIPIENT, reply));
      }
    }
  }

  /** Whether anything was answered yet. */
  boolean answered() {
    return answered;
  }

  boolean senderRefused() {
    return senderRefused;
  }

  /** Whether there is anyone to send the content for. */
  boolean hasRecipients() {
    return acceptedCount > 0;
  }

  /** The write of the final dot was begun. */
  void finalDot(Future<?> write) {
    finalDot = write;
  }

  /**
   * What becomes of the mail if the connection ends now: unknown only if the final dot has left, as
   * a server may not act on less (RFC 5321 §4.1.1.4).
   */
  Outcome interrupted(DeliveryStage stage, SmtpReply reply) {
    if (finalDot != null && finalDot.isSuccess()) {
      return Outcome.local(Outcome.Kind.UNKNOWN, DeliveryStage.FINAL_DOT, reply);
    }
    return Outcome.local(
        Outcome.Kind.TEMPORARY, finalDot == null ? stage : DeliveryStage.CONTENT, reply);
  }

  private void decideAll(Outcome outcome) {
    delivery.recipients().forEach(recipient -> delivery.decide(recipient.address(), outcome));
  }
}
