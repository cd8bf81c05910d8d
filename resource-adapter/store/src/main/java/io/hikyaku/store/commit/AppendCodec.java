package io.hikyaku.store.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.NoBackupException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.store.page.PageCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Appends on their way to another member, many in one call.
 *
 * <pre>
 * request: free:byte count:int { segment:int length:int page }   (the page: intent and records)
 * answer:  count:int { status:byte length:int message }
 * </pre>
 */
final class AppendCodec {

  /** What became of one append. */
  enum Status {
    STORED(0),
    NOT_PRIMARY(1),
    FULL(2),
    NO_BACKUP(3),
    UNAVAILABLE(4),
    UNKNOWN(5),
    NO_GROUP(6);

    private final byte code;

    Status(int code) {
      this.code = (byte) code;
    }

    static Status of(byte code) {
      for (Status status : values()) {
        if (status.code == code) {
          return status;
        }
      }
      throw new IllegalArgumentException("status " + code + " in an answer: 0 to 6");
    }
  }

  /** One append as it arrives. */
  record Append(int segment, List<String> intents, byte[] page) {}

  private AppendCodec() {}

  static byte[] encode(List<CommitRequest> requests) {
    List<byte[]> pages = new ArrayList<>(requests.size());
    int size = 1 + Integer.BYTES;
    for (CommitRequest request : requests) {
      List<String> intents = request.intent == null ? List.of() : List.of(request.intent);
      byte[] page = PageCodec.encode(intents, request.records);
      pages.add(page);
      size = Math.addExact(size, 2 * Integer.BYTES + page.length);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).put((byte) 0).putInt(requests.size());
    for (int i = 0; i < pages.size(); i++) {
      buffer.putInt(requests.get(i).segment).putInt(pages.get(i).length).put(pages.get(i));
    }
    return buffer.array();
  }

  /** Reads a request, from behind its free first byte. */
  static List<Append> decode(ByteBuffer buffer) {
    int count = buffer.getInt();
    List<Append> appends = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int segment = buffer.getInt();
      int length = buffer.getInt();
      int start = buffer.arrayOffset() + buffer.position();
      byte[] page = Arrays.copyOfRange(buffer.array(), start, start + length);
      buffer.position(buffer.position() + length);
      appends.add(new Append(segment, PageCodec.intents(page), page));
    }
    return appends;
  }

  static byte[] encodeOutcomes(List<Throwable> outcomes) {
    List<byte[]> messages = new ArrayList<>(outcomes.size());
    int size = Integer.BYTES;
    for (Throwable outcome : outcomes) {
      byte[] message =
          outcome == null ? new byte[0] : String.valueOf(outcome.getMessage()).getBytes(UTF_8);
      messages.add(message);
      size += 1 + Integer.BYTES + message.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).putInt(outcomes.size());
    for (int i = 0; i < messages.size(); i++) {
      buffer.put(status(outcomes.get(i)).code);
      buffer.putInt(messages.get(i).length).put(messages.get(i));
    }
    return buffer.array();
  }

  /** Outcomes in the order of the requests; null for stored. */
  static List<Throwable> decodeOutcomes(byte[] answer) {
    ByteBuffer buffer = ByteBuffer.wrap(answer);
    int count = buffer.getInt();
    List<Throwable> outcomes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Status status = Status.of(buffer.get());
      byte[] message = new byte[buffer.getInt()];
      buffer.get(message);
      outcomes.add(exception(status, new String(message, UTF_8)));
    }
    return outcomes;
  }

  private static Status status(Throwable outcome) {
    if (outcome == null) {
      return Status.STORED;
    } else if (outcome instanceof NotPrimaryException) {
      return Status.NOT_PRIMARY;
    } else if (outcome instanceof StoreFullException) {
      return Status.FULL;
    } else if (outcome instanceof NoBackupException) {
      return Status.NO_BACKUP;
    } else if (outcome instanceof StoreUnavailableException) {
      return Status.UNAVAILABLE;
    } else if (outcome instanceof UnknownGroupException) {
      return Status.NO_GROUP;
    }
    return Status.UNKNOWN;
  }

  private static QueueException exception(Status status, String message) {
    return switch (status) {
      case STORED -> null;
      case NOT_PRIMARY -> new NotPrimaryException(message);
      case FULL -> new StoreFullException(message);
      case NO_BACKUP -> new NoBackupException(message);
      case UNAVAILABLE -> new StoreUnavailableException(message);
      case UNKNOWN -> new OutcomeUnknownException(message);
      case NO_GROUP -> new UnknownGroupException(message);
    };
  }
}
