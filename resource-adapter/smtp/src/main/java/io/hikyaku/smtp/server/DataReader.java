package io.hikyaku.smtp.server;

import io.hikyaku.smtp.LineBreaks;
import io.hikyaku.smtp.SmtpReply;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the data of one mail out of blocks of octets, whatever the borders of the blocks: RFC 5321
 * §4.1.1.4 and §4.5.2.
 *
 * <p>Only CRLF {@code .} CRLF ends the data, and a mail with a bare CR or LF in it is refused:
 * servers that disagree on what ends a line let a sender smuggle a second mail through the first.
 *
 * <p>Once a mail is refused nothing of it is kept, and the rest is read only to find its end. The
 * faults of the whole mail are gathered before one is answered, so that the answer does not depend
 * on how the mail was cut into packets.
 */
final class DataReader {

  enum Result {
    /** The block is used up and the data not complete. */
    MORE,
    /** The data is complete: see {@link #fault()}. */
    END,
    /** More was thrown away than allowed. */
    FLOOD
  }

  /** Why a mail is refused, the reason answered first coming first. */
  private enum Fault {
    BARE_BREAK,
    LINE_TOO_LONG,
    TOO_LARGE,
    NO_MEMORY
  }

  private enum State {
    LINE_START,
    DOT,
    DOT_CR,
    IN_LINE,
    CR
  }

  private static final byte[] LINE_END = {LineBreaks.CR, LineBreaks.LF};

  private final SmtpServerConfiguration configuration;
  private final MailBuffer buffer;
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

  /** The CRLF of the DATA command is the line break before the first line. */
  private State state = State.LINE_START;

  private long lineOctets;
  private long octets;
  private long discardedOctets;

  /**
   * @param buffer where the data goes, behind what is there already; freed when a fault is found
   */
  DataReader(SmtpServerConfiguration configuration, MailBuffer buffer) {
    this.configuration = configuration;
    this.buffer = buffer;
  }

  /** How to refuse the mail, if it must be; to be asked at its end. */
  Optional<SmtpReply> fault() {
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (faults.iterator().next()) {
          case BARE_BREAK -> Replies.BARE_LINE_BREAK;
          case LINE_TOO_LONG -> Replies.textLineTooLong(configuration.maxTextLineBytes());
          case TOO_LARGE -> Replies.tooLarge(configuration.maxMessageBytes());
          case NO_MEMORY -> Replies.NO_MEMORY;
        });
  }

  /** Reads on in {@code in} until it is empty or the data ends. */
  Result read(InputBlock in) {
    while (!in.isEmpty()) {
      byte octet = in.octets[in.position];
      switch (state) {
        case LINE_START -> {
          lineOctets = 0;
          state = octet == '.' ? State.DOT : State.IN_LINE;
          in.position += octet == '.' ? 1 : 0;
        }
        case DOT -> {
          // A dot with more behind it was stuffed by the sender and is left out here.
          state = octet == LineBreaks.CR ? State.DOT_CR : State.IN_LINE;
          in.position += octet == LineBreaks.CR ? 1 : 0;
        }
        case DOT_CR -> {
          if (octet == LineBreaks.LF) {
            in.position++;
            return Result.END;
          }
          bareBreak();
          state = State.IN_LINE;
        }
        case CR -> {
          if (octet == LineBreaks.LF) {
            in.position++;
            append(LINE_END, 0, LINE_END.length);
            state = State.LINE_START;
          } else {
            bareBreak();
            state = State.IN_LINE;
          }
        }
        case IN_LINE -> readLines(in);
        default -> throw new IllegalStateException(state.name());
      }
      if (discardedOctets > configuration.maxDiscardedBytes()) {
        return Result.FLOOD;
      }
    }
    return Result.MORE;
  }

  /** Reads to the end of the line, and over whole lines as long as no dot is in the way. */
  private void readLines(InputBlock in) {
    byte[] block = in.octets;
    int start = in.position;
    int lineStart = start;
    int end;
    while (true) {
      end = LineBreaks.next(block, lineStart, in.limit);
      lineOctets += end - lineStart;
      if (lineOctets + LINE_END.length > configuration.maxTextLineBytes()) {
        refuse(Fault.LINE_TOO_LONG);
      }
      if (end + 2 < in.limit
          && block[end] == LineBreaks.CR
          && block[end + 1] == LineBreaks.LF
          && block[end + 2] != '.') {
        lineOctets = 0;
        lineStart = end + 2;
      } else {
        break;
      }
    }
    append(block, start, end);
    in.position = end;
    if (end < in.limit) {
      in.position++;
      if (block[end] == LineBreaks.CR) {
        state = State.CR;
      } else {
        bareBreak();
      }
    }
  }

  private void append(byte[] source, int from, int to) {
    octets += to - from;
    if (octets > configuration.maxMessageBytes()) {
      refuse(Fault.TOO_LARGE);
    }
    if (!faults.isEmpty()) {
      discardedOctets += to - from;
    } else if (!buffer.append(source, from, to)) {
      refuse(Fault.NO_MEMORY);
    }
  }

  /** Goes past a CR or LF that is no part of a line. */
  private void bareBreak() {
    refuse(Fault.BARE_BREAK);
    discardedOctets++;
  }

  private void refuse(Fault fault) {
    if (faults.isEmpty()) {
      buffer.free();
    }
    faults.add(fault);
  }
}
