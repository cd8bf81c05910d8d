package io.hikyaku.store.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * Memory and processor of this node's process.
 *
 * @param cpuLoad 0 to 1 of all processors; negative if the system does not tell
 */
record ProcessFigures(long heapUsedBytes, long heapMaxBytes, double cpuLoad) {

  static ProcessFigures now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new ProcessFigures(heap.getUsed(), heap.getMax(), Load.INSTANCE.now());
  }

  /** The one bean that tells the load; -1 on a Java machine without it. */
  private record Load(OperatingSystemMXBean bean) {

    private static final Load INSTANCE = new Load(find());

    private static OperatingSystemMXBean find() {
      return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean known
          ? known
          : null;
    }

    double now() {
      return bean == null ? -1 : bean.getProcessCpuLoad();
    }
  }
}
