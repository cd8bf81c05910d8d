package io.hikyaku.system.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.QueueListener;
import io.hikyaku.api.ReceivedMessage;
import io.hikyaku.api.mail.MailMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDriven;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * Answers mails with what it read in them: envelope and fields by {@link MailMessage}, parts by
 * Jakarta Mail. The answer is sent in the transaction in which the mail is consumed.
 */
@MessageDriven(name = "MailBean", messageListenerInterface = QueueListener.class)
public class MailBean implements QueueListener {

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory queues;

  @Override
  public void onMessage(ReceivedMessage message) {
    MailMessage mail = MailMessage.from(message);
    if (mail.sender().isEmpty()) {
      return; // a bounce; nothing is ever sent in answer to it (RFC 5321 §4.5.5)
    }
    String answer =
        "From: "
            + mail.addresses().get(0)
            + "\r\nSubject: Re: "
            + mail.parsed().field("Subject").orElse("")
            + "\r\n\r\nParts: "
            + parts(mail)
            + "\r\n";
    MailMessage reply =
        MailMessage.of(
            UUID.randomUUID().toString(),
            mail.addresses().get(0),
            List.of(mail.sender()),
            answer.getBytes(UTF_8),
            Instant.now());
    try (QueueConnection connection = queues.getConnection()) {
      var unused = connection.send("mail", reply.toMessage());
    }
  }

  private static String parts(MailMessage mail) {
    try {
      MimeMessage mime =
          new MimeMessage(Session.getInstance(new Properties()), mail.parsed().stream());
      return mime.getContent() instanceof MimeMultipart multipart
          ? multipart.getCount() + ", the last is " + multipart.getBodyPart(1).getFileName()
          : "1";
    } catch (MessagingException | IOException e) {
      throw new IllegalArgumentException("mail " + mail.id() + " cannot be read", e);
    }
  }
}
