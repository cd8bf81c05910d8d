package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Events in a file, each handed to the kernel before the call returns: they survive the death of
 * the process, though not that of the machine.
 */
final class EventFile implements Recorder {

  private static final int BYTES = Character.BYTES + 4 * Integer.BYTES + 2 * Long.BYTES;

  private final Path directory;
  private final int process;
  private FileChannel channel;

  EventFile(Path directory, int process, int round) throws IOException {
    this.directory = directory;
    this.process = process;
    channel = open(round);
  }

  private FileChannel open(int round) throws IOException {
    return FileChannel.open(
        path(directory, process, round), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static Path path(Path directory, int process, int round) {
    return directory.resolve("events-" + round + "-" + process);
  }

  /** What follows goes to the file of this round. */
  synchronized void round(int round) throws IOException {
    channel.close();
    channel = open(round);
  }

  @Override
  public synchronized void record(Event event) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putChar(event.kind().code()).putLong(event.nanos()).putInt(event.process());
    bytes.putInt(event.thread()).putLong(event.message()).putInt(event.key()).putInt(event.count());
    bytes.flip();
    try {
      channel.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All whole events of a file; none if there is no file. */
  static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    if (!Files.exists(file)) {
      return events;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    while (bytes.remaining() >= BYTES) {
      events.add(
          new Event(
              Kind.of(bytes.getChar()),
              bytes.getLong(),
              bytes.getInt(),
              bytes.getInt(),
              bytes.getLong(),
              bytes.getInt(),
              bytes.getInt()));
    }
    return events;
  }
}
