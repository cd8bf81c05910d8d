package io.hikyaku.admin.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One client of the stream. What it does not read yet waits, up to a limit, and then it is
 * disconnected: a slow client holds nobody up. Thread-safe.
 */
final class Viewer implements WriteListener, AsyncListener {

  /** As much as a client may be behind. */
  private static final int MAX_WAITING_BYTES = 1 << 20;

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Set<String> groups;
  private final Consumer<Viewer> gone;
  private final Deque<byte[]> waiting = new ArrayDeque<>();

  private int waitingBytes;
  private boolean closed;

  /**
   * @param groups whose figures it wants
   * @param gone told once when it is disconnected
   */
  Viewer(AsyncContext context, Set<String> groups, Consumer<Viewer> gone) throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
    this.groups = groups;
    this.gone = gone;
  }

  /** Begins to write. */
  void start() {
    context.addListener(this);
    out.setWriteListener(this);
  }

  Set<String> groups() {
    return groups;
  }

  /**
   * Sends an event, at once or when the client has read what came before.
   *
   * @param data without ends of lines
   */
  void send(String name, String data) {
    byte[] bytes = ("event: " + name + "\ndata: " + data + "\n\n").getBytes(UTF_8);
    boolean tooMuch;
    synchronized (this) {
      if (closed) {
        return;
      }
      waiting.add(bytes);
      waitingBytes += bytes.length;
      tooMuch = waitingBytes > MAX_WAITING_BYTES;
    }
    if (tooMuch) {
      close();
    } else {
      write();
    }
  }

  @Override
  public void onWritePossible() {
    write();
  }

  private void write() {
    boolean failed = false;
    synchronized (this) {
      try {
        while (!closed && out.isReady()) {
          byte[] next = waiting.poll();
          if (next == null) {
            break;
          }
          waitingBytes -= next.length;
          out.write(next);
          if (waiting.isEmpty() && out.isReady()) {
            out.flush();
          }
        }
      } catch (IOException | IllegalStateException e) {
        failed = true; // it went away
      }
    }
    if (failed) {
      close();
    }
  }

  /** Disconnects it. */
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
    }
    gone.accept(this);
    try {
      context.complete();
    } catch (IllegalStateException e) {
      // the server ended it before
    }
  }

  @Override
  public void onError(Throwable failure) {
    close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // it is not started anew
  }
}
