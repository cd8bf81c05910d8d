package io.hikyaku.smtp.client;

import io.hikyaku.smtp.LineBreaks;
import io.hikyaku.smtp.SmtpReply;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes replies: RFC 5321 §4.2.1. Not Netty's decoder, which fails on a code without a text
 * ({@code 250} CRLF is legal) and puts no bound on the lines of a reply. A bare LF is let pass as
 * the end of a line, since nothing hangs on it here.
 */
final class ReplyDecoder extends ByteToMessageDecoder {

  private static final int CODE_DIGITS = 3;

  /** RFC 5321 §4.5.3.1.5 says 512, but some servers are chatty. */
  private static final int MAX_LINE_OCTETS = 4096;

  /** The longest EHLO replies have some 1,000 octets; an attacker's would have no end. */
  private static final int MAX_REPLY_OCTETS = 1 << 16;

  private final List<String> lines = new ArrayList<>();
  private int octets;

  /** Whether more has come in than the replies that were given out. */
  boolean hasMore() {
    return actualReadableBytes() > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int end = in.indexOf(start, in.writerIndex(), LineBreaks.LF);
    if (end < 0) {
      if (in.readableBytes() > MAX_LINE_OCTETS) {
        throw tooLong("reply line", MAX_LINE_OCTETS, in);
      }
      return;
    }
    int length = end - start;
    octets += length + 1;
    if (length > MAX_LINE_OCTETS || octets > MAX_REPLY_OCTETS) {
      throw tooLong("reply", MAX_REPLY_OCTETS, in);
    }
    if (length > 0 && in.getByte(end - 1) == LineBreaks.CR) {
      length--;
    }
    String line = in.toString(start, length, StandardCharsets.ISO_8859_1);
    in.readerIndex(end + 1);
    int code = code(line, in);
    boolean more = line.length() > CODE_DIGITS && line.charAt(CODE_DIGITS) == '-';
    lines.add(line.length() > CODE_DIGITS ? line.substring(CODE_DIGITS + 1) : "");
    if (!more) {
      out.add(SmtpReply.received(code, lines));
      lines.clear();
      octets = 0;
    }
  }

  private static int code(String line, ByteBuf in) {
    boolean valid = line.length() >= CODE_DIGITS;
    int code = 0;
    for (int i = 0; valid && i < CODE_DIGITS; i++) {
      int digit = line.charAt(i) - '0';
      valid = digit >= 0 && digit <= 9;
      code = code * 10 + digit;
    }
    valid &= code >= 200 && code <= 599;
    valid &= line.length() <= CODE_DIGITS || " -".indexOf(line.charAt(CODE_DIGITS)) >= 0;
    if (!valid) {
      in.skipBytes(in.readableBytes());
      throw new CorruptedFrameException(
          "'" + line.substring(0, Math.min(line.length(), 80)) + "' is not a reply");
    }
    return code;
  }

  private static TooLongFrameException tooLong(String what, int limit, ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return new TooLongFrameException(what + " longer than " + limit + " octets");
  }
}
