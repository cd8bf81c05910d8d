package io.hikyaku.smtp.client;

import io.hikyaku.smtp.SmtpReply;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/**
 * From the greeting to the point where mails can be sent: 220, EHLO (else HELO), and STARTTLS with
 * another EHLO where it is offered (RFC 3207). Opportunistic: a server that does not get TLS to
 * work is talked to in the clear. Confined to one event loop.
 */
final class Handshake {

  private enum Step {
    GREETING,
    EHLO,
    HELO,
    START_TLS,
    TLS,
    EHLO_AGAIN,
    DONE
  }

  /** How it ends. */
  interface Listener {

    void ready(ServerExtensions extensions);

    /** The server refuses to talk. */
    void refused(DeliveryStage stage, SmtpReply reply);

    /** TLS failed; to be begun again in the clear, on a new connection. */
    void notEncrypted();
  }

  private final ClientContext context;
  private final Link link;
  private final SmtpDestination host;
  private final Optional<SslContext> tls;
  private final Listener listener;
  private Step step = Step.GREETING;
  private ServerExtensions clear;

  /**
   * @param tls empty to stay in the clear
   */
  Handshake(
      ClientContext context,
      Link link,
      SmtpDestination host,
      Optional<SslContext> tls,
      Listener listener) {
    this.context = context;
    this.link = link;
    this.host = host;
    this.tls = tls;
    this.listener = listener;
  }

  DeliveryStage stage() {
    return step == Step.GREETING ? DeliveryStage.GREETING : DeliveryStage.HELLO;
  }

  /** Whether a loss of the connection now is likely the fault of TLS. */
  boolean encrypting() {
    return step == Step.TLS || step == Step.EHLO_AGAIN;
  }

  void replied(SmtpReply reply) {
    switch (step) {
      case GREETING -> {
        if (reply.isPositive()) {
          hello(Step.EHLO, "EHLO ");
        } else {
          listener.refused(DeliveryStage.GREETING, reply);
        }
      }
      case EHLO -> {
        if (reply.isPositive()) {
          greeted(ServerExtensions.of(reply));
        } else if (reply.isPermanent()) {
          hello(Step.HELO, "HELO ");
        } else {
          listener.refused(DeliveryStage.HELLO, reply);
        }
      }
      case HELO -> {
        if (reply.isPositive()) {
          ready(ServerExtensions.NONE);
        } else {
          listener.refused(DeliveryStage.HELLO, reply);
        }
      }
      case START_TLS -> {
        if (reply.isPositive()) {
          step = Step.TLS;
          if (!link.encrypt(
              tls.orElseThrow(), host, context.configuration().timeouts().connect())) {
            listener.notEncrypted();
          }
        } else {
          ready(clear);
        }
      }
      case EHLO_AGAIN -> {
        if (reply.isPositive()) {
          // what was offered in the clear may have been changed on the way (RFC 3207 §4.2)
          ready(ServerExtensions.of(reply));
        } else {
          listener.refused(DeliveryStage.HELLO, reply);
        }
      }
      default -> {
        // behind STARTTLS nothing may come in the clear
        listener.notEncrypted();
      }
    }
  }

  void encrypted(Throwable failure) {
    if (step != Step.TLS) {
      return;
    } else if (failure == null) {
      context.counters.connectionsEncrypted.increment();
      hello(Step.EHLO_AGAIN, "EHLO ");
    } else {
      listener.notEncrypted();
    }
  }

  private void greeted(ServerExtensions extensions) {
    if (extensions.startTls() && tls.isPresent()) {
      clear = extensions;
      step = Step.START_TLS;
      link.line("STARTTLS");
    } else {
      ready(extensions);
    }
  }

  private void ready(ServerExtensions extensions) {
    step = Step.DONE;
    listener.ready(extensions);
  }

  private void hello(Step next, String command) {
    step = next;
    link.line(command + context.configuration().heloName());
  }
}
