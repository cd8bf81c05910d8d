package io.hikyaku.mapreduce;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How far a continuous job is.
 *
 * @param closed readers put nothing into panes below this one any more, once they have seen it
 * @param sealed nothing comes into panes below this one any more: readers that had not seen that
 *     they were closed have been fenced off
 * @param next the lowest window that is not done
 * @param done windows that are done and had something in them
 */
record Flow(long closed, long sealed, long next, long done) {

  Flow close(long pane) {
    return new Flow(pane, sealed, next, done);
  }

  Flow seal(long pane) {
    return new Flow(closed, pane, next, done);
  }

  Flow skipTo(long window) {
    return new Flow(closed, sealed, window, done);
  }

  Flow nextDone() {
    return new Flow(closed, sealed, next + 1, done + 1);
  }

  static void write(DataOutputStream out, Flow flow) throws IOException {
    out.writeBoolean(flow != null);
    if (flow != null) {
      out.writeLong(flow.closed);
      out.writeLong(flow.sealed);
      out.writeLong(flow.next);
      out.writeLong(flow.done);
    }
  }

  static Flow read(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new Flow(in.readLong(), in.readLong(), in.readLong(), in.readLong())
        : null;
  }
}
