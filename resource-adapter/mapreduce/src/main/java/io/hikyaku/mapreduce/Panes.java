package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Window;
import io.hikyaku.store.tuple.TupleGroup;
import io.hikyaku.store.tuple.TupleStore;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The numbers and names of the panes that windows are put together from. Pane {@code p} begins at
 * {@code p} times the length of a pane; window {@code w} at {@code w} times the slide.
 */
record Panes(String job, Window window) {

  static Panes of(Definition job) {
    return new Panes(job.id(), job.source().window());
  }

  /** The pane of a time or position. */
  long at(long place) {
    return Math.floorDiv(place, window.pane());
  }

  private long perWindow() {
    return window.size() / window.pane();
  }

  private long perSlide() {
    return window.slide() / window.pane();
  }

  /** The first window that has a pane. */
  long firstWindow(long pane) {
    return Math.floorDiv(pane - perWindow(), perSlide()) + 1;
  }

  long firstPane(long window) {
    return window * perSlide();
  }

  /** The pane behind the last one of a window. */
  long endPane(long window) {
    return firstPane(window) + perWindow();
  }

  /** Panes of a window and of the given number of slides. */
  long span(int slides) {
    return perWindow() + slides * perSlide();
  }

  long start(long number) {
    return number * window.slide();
  }

  long end(long number) {
    return start(number) + window.size();
  }

  /** The tuple group of a pane. */
  String group(long pane) {
    return prefix() + pane;
  }

  private String prefix() {
    return job + "/p";
  }

  /** The panes that are there. */
  NavigableSet<Long> existing(TupleStore tuples) {
    NavigableSet<Long> panes = new TreeSet<>();
    for (TupleGroup group : tuples.groups()) {
      if (group.name().startsWith(prefix())) {
        panes.add(Long.parseLong(group.name().substring(prefix().length())));
      }
    }
    return panes;
  }

  /** The job that computes a window. */
  String child(long number) {
    return childPrefix() + number;
  }

  String childPrefix() {
    return job + ".w";
  }
}
