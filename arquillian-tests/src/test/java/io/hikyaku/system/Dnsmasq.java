package io.hikyaku.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A DNS server that knows {@code .test} only, as the options of dnsmasq(8) say. */
final class Dnsmasq implements AutoCloseable {

  private final Process process;

  Dnsmasq(int port, Path log, String... records) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--port=" + port,
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=" + System.getProperty("user.name"),
                "--local=/test/"));
    command.addAll(List.of(records));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
