package io.hikyaku.admin.queue;

import io.hikyaku.admin.http.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.field.ContentDispositionField;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.field.ContentDispositionFieldLenientImpl;
import org.apache.james.mime4j.field.ContentTypeFieldLenientImpl;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** Reads mail (RFC 5322, RFC 2045) from bytes that may be anything. Thread-safe. */
@ApplicationScoped
public class MailParser {

  private static final int MAX_PARTS = 100;
  private static final int MAX_TEXT = 65_536;
  private static final int MAX_HEADER = 4000;
  private static final MimeConfig LIMITS =
      MimeConfig.custom()
          .setMaxHeaderCount(1000)
          .setMaxHeaderLen(100_000)
          .setMaxLineLen(-1)
          .build();

  /**
   * Reads a mail.
   *
   * @throws io.hikyaku.admin.http.ProblemException 415 if it is none
   */
  public ParsedMail parse(byte[] content) {
    MimeTokenStream tokens = new MimeTokenStream(LIMITS);
    tokens.parse(new ByteArrayInputStream(content));
    List<ParsedMail.Header> headers = new ArrayList<>();
    List<ParsedMail.Part> parts = new ArrayList<>();
    int depth = 0;
    String fileName = "";
    try {
      for (EntityState state = tokens.getState();
          state != EntityState.T_END_OF_STREAM && parts.size() < MAX_PARTS;
          state = tokens.next()) {
        switch (state) {
          case T_START_MULTIPART, T_START_BODYPART -> {
            depth++;
            fileName = "";
          }
          case T_END_MULTIPART, T_END_BODYPART -> depth--;
          case T_FIELD -> {
            Field field = tokens.getField();
            if (depth == 0) {
              headers.add(header(field));
            }
            fileName = fileName(field, fileName);
          }
          case T_BODY -> parts.add(part(tokens, fileName));
          default -> {
            // boundaries and the like
          }
        }
      }
    } catch (MimeException | IOException e) {
      throw notMail(e.getMessage());
    }
    if (headers.isEmpty()) {
      throw notMail("it has no header");
    }
    return new ParsedMail(headers, parts);
  }

  private static RuntimeException notMail(String why) {
    return Problem.of(415, "not-mail", "the body is no mail: " + why).exception();
  }

  private static ParsedMail.Header header(Field field) {
    String body = field.getBody() == null ? "" : field.getBody().strip();
    String value = DecoderUtil.decodeEncodedWords(body, DecodeMonitor.SILENT);
    return new ParsedMail.Header(field.getName(), shortened(value, MAX_HEADER));
  }

  private static String fileName(Field field, String known) {
    String name = null;
    if (field.getName().equalsIgnoreCase("Content-Disposition")) {
      ContentDispositionField disposition =
          ContentDispositionFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT);
      name = disposition.getFilename();
    } else if (field.getName().equalsIgnoreCase("Content-Type")) {
      ContentTypeField type = ContentTypeFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT);
      name = type.getParameter("name");
    }
    return name == null || !known.isEmpty() ? known : shortened(name, MAX_HEADER);
  }

  private static ParsedMail.Part part(MimeTokenStream tokens, String fileName) throws IOException {
    String type = tokens.getBodyDescriptor().getMimeType();
    byte[] bytes;
    try (InputStream in = tokens.getDecodedInputStream()) {
      bytes = in.readAllBytes(); // not more than the message, which is in memory
    }
    String text = "";
    if (type.startsWith("text/")) {
      text =
          shortened(new String(bytes, charset(tokens.getBodyDescriptor().getCharset())), MAX_TEXT);
    }
    return new ParsedMail.Part(type, fileName, bytes.length, text);
  }

  private static Charset charset(String name) {
    try {
      return name == null || name.equalsIgnoreCase("us-ascii")
          ? StandardCharsets.UTF_8
          : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.ISO_8859_1; // any byte is a character there
    }
  }

  private static String shortened(String text, int max) {
    return text.substring(0, Math.min(max, text.length()));
  }
}
