package io.hikyaku.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples, small; each checks its result itself. */
class ExamplesTest {

  @Test
  void allGiveTheRightResult() throws Exception {
    List<ExampleNode> nodes = ExampleNode.two();
    try {
      assertThat(CustomersAndOrders.run(nodes.get(0), 1000)).contains("1000 bills");
      assertThat(KMeans.run(nodes.get(1), 2000)).contains("still after");
      assertThat(PageRank.run(nodes.get(0), 500)).contains("still after");
      assertThat(WordCount.run(nodes.get(1), 1)).contains("different words");
      assertThat(Sensors.run(nodes.get(0), nodes.get(1), 500)).contains("windows");
    } finally {
      nodes.forEach(ExampleNode::close);
    }
  }
}
