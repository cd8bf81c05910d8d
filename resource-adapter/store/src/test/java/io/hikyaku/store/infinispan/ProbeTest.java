package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void aListenerIsFoundAmongOthers() throws IOException {
    int[] ports = TestClusters.freePorts(3);
    try (ServerSocket server = new ServerSocket()) {
      server.bind(at(ports[2]));
      assertThat(
              Probe.anyoneAt(
                  List.of(
                      InetSocketAddress.createUnresolved("nowhere", 1),
                      at(ports[0]),
                      at(ports[1]),
                      at(ports[2])),
                  5_000))
          .isTrue();
    }
  }

  @Test
  void nobodyIsThere() {
    int[] ports = TestClusters.freePorts(2);
    assertThat(Probe.anyoneAt(List.of(), 5_000)).isFalse();
    assertThat(Probe.anyoneAt(List.of(at(ports[0]), at(ports[1])), 5_000)).isFalse();
  }
}
