package io.hikyaku.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Producer and consumer threads on one target. Its methods are called by one thread in turn. */
final class Load {

  /** How far it has come. */
  record Progress(long sent, long settled, long nanos) {
    String text() {
      return sent + " " + settled + " " + nanos;
    }

    static Progress parse(String text) {
      String[] parts = text.split(" ", -1);
      return new Progress(
          Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
  }

  private final Target target;
  private final Work work;
  private final Semaphore room;
  private final LongAdder sent = new LongAdder();
  private final LongAdder settled = new LongAdder();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> producers = new ArrayList<>();
  private final List<Thread> consumers = new ArrayList<>();
  private final Semaphore allowed;
  private final CountDownLatch ended;
  private volatile boolean sending = true;
  private volatile boolean receiving = true;
  private long start;

  Load(Target target, Work work) {
    this.target = target;
    this.work = work;
    room = new Semaphore(work.backlog());
    allowed = new Semaphore(work.messages() == 0 ? Integer.MAX_VALUE : work.messages());
    ended = new CountDownLatch(work.producers());
  }

  /** Runs for the time of the work, then lets the producers end; consumers go on. */
  Progress run() throws InterruptedException {
    for (int i = 0; i < work.consumers(); i++) {
      int thread = i;
      consumers.add(new Thread(() -> guarded(() -> consume(thread)), "consumer-" + i));
    }
    for (int i = 0; i < work.producers(); i++) {
      int thread = i;
      producers.add(new Thread(() -> guarded(() -> produce(thread)), "producer-" + i));
    }
    start = System.nanoTime();
    consumers.forEach(Thread::start);
    producers.forEach(Thread::start);
    ended.await(work.millis(), TimeUnit.MILLISECONDS);
    Progress atEnd = new Progress(sent.sum(), settled.sum(), System.nanoTime() - start);
    sending = false;
    if (failure.get() != null) {
      throw new IllegalStateException("the load met a failure", failure.get());
    }
    for (Thread producer : producers) {
      producer.join();
    }
    return atEnd;
  }

  Progress progress() {
    if (failure.get() != null) {
      throw new IllegalStateException("the load met a failure", failure.get());
    }
    return new Progress(sent.sum(), settled.sum(), System.nanoTime() - start);
  }

  /** Ends the consumers; all is settled. */
  Progress end() throws InterruptedException {
    receiving = false;
    consumers.forEach(Thread::interrupt);
    for (Thread consumer : consumers) {
      consumer.join();
    }
    return progress();
  }

  private interface Task {
    void run() throws Exception;
  }

  private void guarded(Task task) {
    try {
      task.run();
    } catch (Exception | AssertionError e) {
      if (receiving) {
        failure.compareAndSet(null, e);
        sending = false;
      }
    }
  }

  private void produce(int thread) throws Exception {
    try (Target.Sender sender = target.sender(work, thread)) {
      while (sending && allowed.tryAcquire(work.batch())) {
        while (sending && !room.tryAcquire(work.batch(), 100, TimeUnit.MILLISECONDS)) {
          // too many wait: let the consumers come after
        }
        if (sending) {
          sender.send();
          sent.add(work.batch());
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void consume(int thread) throws Exception {
    try (Target.Receiver receiver = target.receiver(work, thread)) {
      while (receiving) {
        int count = receiver.receive();
        if (count > 0) {
          settled.add(count);
          room.release(count);
        }
      }
    }
  }
}
