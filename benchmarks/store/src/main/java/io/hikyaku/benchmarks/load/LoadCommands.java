package io.hikyaku.benchmarks.load;

import io.hikyaku.benchmarks.support.CommandLoop;

/**
 * {@code load <work>} runs and answers with the progress at its end; {@code progress}; {@code end}.
 */
final class LoadCommands implements CommandLoop.Handler {

  private final Target target;
  private Load load;

  LoadCommands(Target target) {
    this.target = target;
  }

  @Override
  public String handle(String command, String arguments) throws Exception {
    return switch (command) {
      case "load" -> {
        load = new Load(target, Work.parse(arguments));
        yield load.run().text();
      }
      case "progress" -> load.progress().text();
      case "end" -> load.end().text();
      default -> throw new IllegalArgumentException("'" + command + "' is no command");
    };
  }
}
