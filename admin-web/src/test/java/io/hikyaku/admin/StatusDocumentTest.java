package io.hikyaku.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.management.ClusterStatus;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.MissingNode;
import io.hikyaku.api.management.NodeStatus;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names and units that clients of version 1 rely on. */
final class StatusDocumentTest {

  private static final ClusterStatus CLUSTER =
      new ClusterStatus(
          "couriers",
          ClusterStatus.State.TOO_FEW_NODES,
          2,
          1,
          64,
          true,
          List.of(
              new NodeStatus(
                  "node-1",
                  "127.0.0.1:7800",
                  true,
                  true,
                  64,
                  0,
                  10,
                  1000,
                  3,
                  20,
                  40,
                  0.5,
                  NodeStatus.Drain.ACTIVE,
                  List.of("node-2"))),
          List.of(new MissingNode("node-3", Instant.parse("2026-01-01T12:00:00Z"))));

  private static final GroupStatus GROUP =
      new GroupStatus(
          "mail",
          GroupSettings.spread(),
          true,
          5,
          3,
          2,
          4096,
          Duration.ofMillis(1500),
          100,
          90,
          9,
          8,
          7,
          6,
          12.5,
          11.25,
          4,
          17);

  @Test
  void theStatusHasClusterNodesAndGroups() {
    StatusView status =
        new StatusView(
            ClusterView.of(CLUSTER), NodeView.all(CLUSTER), GroupView.all(List.of(GROUP)));
    Jsonb jsonb = JsonbBuilder.create();
    assertThat(jsonb.toJson(status))
        .isEqualTo(
            "{\"cluster\":{\"name\":\"couriers\",\"state\":\"TOO_FEW_NODES\",\"copies\":2,"
                + "\"copiesNow\":1,\"segments\":64,\"nodes\":1,\"rebalanceEnabled\":true,"
                + "\"missing\":[{\"name\":\"node-3\",\"since\":\"2026-01-01T12:00:00Z\"}]},"
                + "\"nodes\":[{\"name\":\"node-1\",\"address\":\"127.0.0.1:7800\",\"self\":true,"
                + "\"answering\":true,\"state\":\"ACTIVE\",\"primarySegments\":64,\"openingSegments\":0,"
                + "\"storedBytes\":10,\"memoryLimitBytes\":1000,\"heapUsedBytes\":20,\"heapMaxBytes\":40,"
                + "\"cpuLoad\":0.5,\"inDoubt\":3,\"slowBackups\":[\"node-2\"]}],"
                + "\"groups\":[{\"name\":\"mail\",\"order\":\"SPREAD\",\"deliveryLimit\":10,"
                + "\"depth\":10,\"ready\":5,\"delayed\":3,\"inFlight\":2,\"storedBytes\":4096,"
                + "\"oldestAgeSeconds\":1.5,\"enqueuedTotal\":100,\"settledTotal\":90,"
                + "\"enqueuedPerSecond\":12.5,\"settledPerSecond\":11.25,\"consumers\":4,"
                + "\"paused\":true,\"redeliveredTotal\":9,\"deadTotal\":8,\"expiredTotal\":7,"
                + "\"discardedTotal\":6,\"redeliveryDelaySeconds\":0.0,"
                + "\"redeliveryMultiplier\":2.0,\"redeliveryDelayMaxSeconds\":3600.0,"
                + "\"expirySeconds\":0.0,\"deadLetters\":true,\"maxMessages\":0,\"maxBytes\":0,"
                + "\"whenFull\":\"REFUSE\",\"fullWaitSeconds\":0.0}]}");
  }
}
