package io.hikyaku.store.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.store.cluster.PageName;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ThreadsTest extends ClusterTest {

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  /** Those there are; other tests of this process may have left nodes behind. */
  private static Set<ThreadGroup> groups() {
    ThreadGroup[] groups = new ThreadGroup[1024];
    int count = Thread.currentThread().getThreadGroup().enumerate(groups, true);
    return Set.of(Arrays.copyOf(groups, count));
  }

  @Test
  void closingLeavesNoThreadAndNoGroup() throws Exception {
    Set<Thread> before = threads();
    Set<ThreadGroup> groupsBefore = groups();
    for (int round = 0; round < 2; round++) {
      InfinispanCluster first = node(0);
      InfinispanCluster second = node(1);
      awaitMembers(2, first, second);
      PageName name = page(first, 1, 1);
      write(first, name);
      write(first, page(first, 1, 2), name);
      get(first.call(second.self(), new byte[100_000]));
      second.close();
      first.close();
      nodes.clear();
    }
    await("the threads to end")
        .untilAsserted(
            () ->
                assertThat(
                        threads().stream()
                            .filter(thread -> !before.contains(thread) && thread.isAlive())
                            .map(Thread::getName)
                            .filter(name -> !name.startsWith("awaitility"))
                            .collect(Collectors.toSet()))
                    .isEmpty());
    assertThat(groups()).isSubsetOf(groupsBefore);
  }

  @Test
  void theContextClassLoaderOfTheCallerIsNotTakenOver() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader application = new ClassLoader(before) {};
    thread.setContextClassLoader(application);
    try {
      node(0);
      assertThat(thread.getContextClassLoader()).isSameAs(application);
      assertThat(threads())
          .filteredOn(other -> other != thread && other.getContextClassLoader() == application)
          .extracting(Thread::getName)
          .isEmpty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
