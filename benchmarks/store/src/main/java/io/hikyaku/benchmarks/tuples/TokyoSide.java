package io.hikyaku.benchmarks.tuples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/** Tokyo Cabinet's on-memory hash database, in a process in C that makes the tuples itself. */
final class TokyoSide implements TupleSide {

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  TokyoSide(String program) throws IOException {
    process = new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    commands = process.outputWriter();
    answers = process.inputReader();
  }

  private long ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IllegalStateException("Tokyo Cabinet ended at '" + command + "'");
    }
    return Long.parseLong(answer);
  }

  @Override
  public void write(Keys keys, int threads) throws IOException {
    ask("write " + keys.count() + " " + keys.valueBytes() + " " + threads);
  }

  @Override
  public long read(Keys keys, int threads) throws IOException {
    return ask("read " + keys.count() + " " + keys.valueBytes() + " " + threads);
  }

  @Override
  public void clear() throws IOException {
    ask("clear");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
