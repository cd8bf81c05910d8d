package io.hikyaku.benchmarks.chaos;

import io.hikyaku.benchmarks.history.Event;

/** Writes events down before what follows from them is done. Thread-safe. */
interface Recorder {

  void record(Event event);
}
