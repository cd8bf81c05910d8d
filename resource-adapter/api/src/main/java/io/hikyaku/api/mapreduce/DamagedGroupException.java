package io.hikyaku.api.mapreduce;

import io.hikyaku.api.QueueException;

/** Blocks of a tuple group are lost, or not what was written. What is left was not returned. */
public final class DamagedGroupException extends QueueException {

  private static final long serialVersionUID = 1L;

  public DamagedGroupException(String message) {
    super(message);
  }
}
