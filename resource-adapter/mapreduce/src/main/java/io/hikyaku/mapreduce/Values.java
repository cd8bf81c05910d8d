package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Serializer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The values of the present key in some of the inputs, one after the other. */
final class Values<V> implements Iterator<V> {

  private final AlignedInputs inputs;
  private final Serializer<V> serializer;
  private final Progress progress;
  private final int end;
  private int input;
  private boolean loaded;

  /**
   * @param from first input
   * @param to behind the last
   */
  Values(AlignedInputs inputs, int from, int to, Serializer<V> serializer, Progress progress) {
    this.inputs = inputs;
    this.serializer = serializer;
    this.progress = progress;
    input = from;
    end = to;
  }

  @Override
  public boolean hasNext() {
    while (!loaded && input < end) {
      if (inputs.has(input) && inputs.cursor(input).nextValue()) {
        loaded = true;
      } else {
        input++;
      }
    }
    return loaded;
  }

  @Override
  public V next() {
    progress.check();
    if (!hasNext()) {
      throw new NoSuchElementException("no more values of this key; they can be read once");
    }
    loaded = false;
    return serializer.fromBytes(inputs.cursor(input).value());
  }
}
