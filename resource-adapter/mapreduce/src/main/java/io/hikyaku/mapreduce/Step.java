package io.hikyaku.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Names a step. Its message's body is the text {@code job round stage input}, with a blank between
 * them.
 */
record Step(String job, int round, int stage, StageState.StepInput input) {

  /** In place of a stage: reads what a continuous job consumes; the round is its turn. */
  static final int SOURCE = -1;

  static Step ofReader(String job, int chain, int reader) {
    return new Step(job, chain, SOURCE, new StageState.StepInput(reader, 0, 0, 1));
  }

  boolean readsSource() {
    return stage == SOURCE;
  }

  String text() {
    return job + " " + round + " " + stage + " " + input.text();
  }

  byte[] toBytes() {
    return text().getBytes(UTF_8);
  }

  static Step parse(String text) {
    String[] parts = text.split(" ", -1);
    return new Step(
        parts[0],
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        StageState.StepInput.parse(parts[3]));
  }

  /** The name of the write that counts once. */
  String commitName(Definition definition) {
    return definition.steps(round, stage) + input.text();
  }
}
