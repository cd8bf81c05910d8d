package io.hikyaku.benchmarks.chaos;

import io.hikyaku.api.Message;
import io.hikyaku.benchmarks.history.Event;
import io.hikyaku.benchmarks.history.Event.Kind;
import io.hikyaku.store.UnitOfWork;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What producers and consumers have in common: a thread that sends and writes down what it sees.
 */
abstract class Caller {

  /** The first numbers of generators with small seeds are much alike; of multiples of this not. */
  static final long SCRAMBLE = 0x9E3779B97F4A7C15L;

  private static final int KEYS = 20;

  final Traffic traffic;
  final Random random;
  private final int thread;
  private int sequence;

  Caller(Traffic traffic, int thread) {
    this.traffic = traffic;
    this.thread = thread;
    random = new Random((traffic.process() * 1000L + thread) * SCRAMBLE);
  }

  abstract void run();

  final void record(Kind kind, Body body, int count) {
    traffic
        .recorder()
        .record(
            new Event(
                kind,
                System.nanoTime(),
                traffic.process(),
                thread,
                body.message(),
                body.key(),
                count));
  }

  /** Adds a message to a unit of work; its outcome is that of the unit. */
  final Body send(UnitOfWork unit, boolean keyed) {
    long number = Event.message(traffic.process() << 8 | thread, ++sequence);
    Body body = new Body(number, keyed ? random.nextInt(KEYS) : Event.NO_KEY);
    record(Kind.SEND_BEGUN, body, 0);
    Message.Builder message = Message.builder(body.encode());
    if (keyed) {
      message.key("key-" + body.key());
    }
    unit.send(keyed ? Traffic.KEYED : Traffic.SPREAD, message.build());
    return body;
  }

  /** Waits up to so long, less if the thread is woken. */
  final void dawdle(int maxMillis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(maxMillis) + 1));
  }
}
