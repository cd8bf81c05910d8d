package io.hikyaku.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

  private static final Event SENT = new Event(Kind.SEND_ACKNOWLEDGED, 5, 3, 1, 77, 4, 0);
  private static final Event RECEIVED = new Event(Kind.RECEIVED, 6, 3, 2, 77, 4, 2);

  @TempDir private Path directory;

  @Test
  void whatWasRecordedIsRead() throws IOException {
    EventFile file = new EventFile(directory, 3, 1);
    file.record(SENT);
    file.record(RECEIVED);

    assertThat(EventFile.read(EventFile.path(directory, 3, 1))).containsExactly(SENT, RECEIVED);
  }

  @Test
  void eachRoundHasItsFile() throws IOException {
    EventFile file = new EventFile(directory, 3, 1);
    file.record(SENT);
    file.round(2);
    file.record(RECEIVED);

    assertThat(EventFile.read(EventFile.path(directory, 3, 1))).containsExactly(SENT);
    assertThat(EventFile.read(EventFile.path(directory, 3, 2))).containsExactly(RECEIVED);
  }

  @Test
  void anEventThatWasCutShortIsLeftOut() throws IOException {
    EventFile file = new EventFile(directory, 3, 1);
    file.record(SENT);
    Path path = EventFile.path(directory, 3, 1);
    Files.write(path, new byte[] {0, 's', 1}, StandardOpenOption.APPEND);

    assertThat(EventFile.read(path)).containsExactly(SENT);
  }

  @Test
  void aFileThatIsNotThereHoldsNothing() throws IOException {
    assertThat(EventFile.read(EventFile.path(directory, 9, 9))).isEqualTo(List.of());
  }

  @Test
  void aBodyIsReadAsItWasWritten() {
    Body body = new Body(Event.message(7, 12), 3);
    assertThat(Body.decode(body.encode())).isEqualTo(body);
  }

  @Test
  void aBodyWithOneWrongByteIsDamaged() {
    byte[] bytes = new Body(Event.message(7, 12), 3).encode();
    bytes[5] ^= 1;
    assertThat(Body.decode(bytes).message()).isEqualTo(Event.DAMAGED);
  }
}
