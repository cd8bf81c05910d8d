package io.hikyaku.smtp.server;

import io.hikyaku.smtp.SmtpReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** Writes replies: RFC 5321 §4.2.1, with the enhanced code in every line (RFC 2034 §4). */
final class ReplyEncoder {

  private ReplyEncoder() {}

  static void encode(SmtpReply reply, ByteBuf out) {
    List<String> lines = reply.lines();
    for (int i = 0; i < lines.size(); i++) {
      out.writeByte('0' + reply.code() / 100);
      out.writeByte('0' + reply.code() / 10 % 10);
      out.writeByte('0' + reply.code() % 10);
      out.writeByte(i < lines.size() - 1 ? '-' : ' ');
      if (!reply.enhancedStatus().isEmpty()) {
        ByteBufUtil.writeAscii(out, reply.enhancedStatus());
        out.writeByte(' ');
      }
      ByteBufUtil.writeAscii(out, lines.get(i));
      out.writeShort(('\r' << 8) | '\n');
    }
  }
}
